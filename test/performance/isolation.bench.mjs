// What does a process of its own cost a model? The same server twice, with the model inside and with the model isolated.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { summarize } from '../../scripts/bench/statistics.mjs';
import { NEVER_END, rateOf } from './completions.mjs';
import { ServerProcess } from './server-process.mjs';
import { streamCompletion } from './stream-completion.mjs';

const MODEL = 'otron-tiny-llama';
const TOKENS = 512;
const SHORT_ANSWERS = 20;

let asked = 0;
/** No two prompts begin alike, so that nobody gains from what was read before. */
function ask(url, tokens) {
  asked += 1;
  const prompt = `${asked * 7919} is a number. Tell me a long story about the ${asked}. house.`;
  return streamCompletion(url, { model: MODEL, prompt, max_tokens: tokens, seed: asked, logit_bias: NEVER_END });
}

async function rate(url, clients) {
  return rateOf(await Promise.all(Array.from({ length: clients }, () => ask(url, TOKENS))));
}

/** Memory of the server and of its child; Linux only. */
async function residentMiB(running) {
  const { models } = await (await fetch(`${running.url}/admin/hardware`)).json();
  const { pid } = models.find(({ model }) => model === MODEL);
  if (pid === undefined) return running.residentMiB();
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return running.residentMiB() + Number(kilobytes) / 1024;
}

async function measure(running) {
  const { url } = running;
  const firsts = [];
  for (let i = 0; i < SHORT_ANSWERS; i += 1) firsts.push((await ask(url, 2)).firstMs);
  const [one, eight] = [await rate(url, 1), await rate(url, 8)];
  return {
    values: {
      'decode, 1 client': one,
      'decode, 8 clients': eight,
      // on the way of a token when the engine is not the one that is waited for
      'time per token, 8 clients': 1e6 / eight,
      'first token': summarize(firsts).median,
      memory: await residentMiB(running),
    },
  };
}

export const name = 'isolation';
export const title =
  'Streamed completions of the embedded model: inside of the server, and in a child process of its own';
export const rounds = 3;
export const metrics = {
  'decode, 1 client': { unit: 'tokens/s', better: 'higher' },
  'decode, 8 clients': { unit: 'tokens/s', better: 'higher' },
  'time per token, 8 clients': { unit: 'µs', better: 'lower' },
  'first token': { unit: 'ms', better: 'lower' },
  memory: { unit: 'MiB', better: 'lower' },
};
export const targets = [
  { metric: 'first token', peer: 'isolated', against: 'inside', by: 'difference', atMost: 10 },
  { metric: 'memory', peer: 'isolated', against: 'inside', by: 'difference', atMost: 250 },
];

export async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'otron-isolation-'));
  const config = join(folder, 'otron.config.json');
  writeFileSync(config, JSON.stringify({ models: { [MODEL]: { isolate: true } } }));
  const inside = await ServerProcess.start(['--threads', '1']);
  const isolated = await ServerProcess.start(['--threads', '1', '--config', config]);
  // neither is measured cold
  for (const running of [inside, isolated]) await measure(running);
  return {
    peers: { inside: () => measure(inside), isolated: () => measure(isolated) },
    async dispose() {
      await Promise.all([inside.stop(), isolated.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
