// One stream of the server with speculative decoding against the same server without: what does it gain where a text
// repeats itself, and does it cost anything where none does?
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from './server-process.mjs';
import { streamCompletion } from './stream-completion.mjs';

const MODEL = 'otron-tiny-llama';
const THREADS = 1;
const TOKENS = 768;
/** The end tokens of the model: answers have a fixed length, and at temperature 0 they go round in circles. */
const NEVER_END = { 2: -100, 6: -100 };
const LIST = 'apple, banana, cherry, date, elderberry, fig, grape, ';
const ORDINARY = { temperature: 0.8, top_k: 40, top_p: 0.95, min_p: 0.05 };

export const name = 'speculative';
export const title =
  'Speculative decoding by n-gram lookup: the server with it against the same server without, 1 stream';
export const rounds = 5;
export const metrics = {
  'text that repeats itself': { unit: 'tokens/s', better: 'higher' },
  'ordinary text': { unit: 'tokens/s', better: 'higher' },
};
const speculative = { peer: 'ngram', against: 'off', by: 'ratio' };
export const targets = [
  { ...speculative, metric: 'text that repeats itself', atLeast: 1.2 },
  { ...speculative, metric: 'ordinary text', atLeast: 0.97 },
];

export async function setup() {
  const folder = await mkdtemp(join(tmpdir(), 'bench-speculative-'));
  const servers = [];
  const start = async (method) => {
    const config = join(folder, `${method}.json`);
    const plugins = [{ package: '@predict-otron/runner-llama', config: { speculative: { method } } }];
    await writeFile(config, JSON.stringify({ plugins }));
    const server = await ServerProcess.start(['--config', config, '--threads', String(THREADS)]);
    servers.push(server);
    const rate = async (body) => {
      const fixed = { model: MODEL, max_tokens: TOKENS, logit_bias: NEVER_END };
      const { firstMs, lastMs, tokens } = await streamCompletion(server.url, { ...fixed, ...body });
      return ((tokens - 1) / (lastMs - firstMs)) * 1000;
    };
    let round = 0;
    return async () => {
      round += 1;
      const tell = `${round * 7919} is a number. Tell me a long story about the ${round}. house and who lives in it.`;
      return {
        values: {
          'text that repeats itself': await rate({ prompt: LIST.repeat(3 + (round % 3)), temperature: 0 }),
          'ordinary text': await rate({ prompt: tell, seed: round, ...ORDINARY }),
        },
      };
    };
  };
  const peers = { ngram: await start('ngram'), off: await start('off') };
  // none is measured cold
  for (const measure of Object.values(peers)) await measure();
  return {
    peers,
    async dispose() {
      for (const server of servers) await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
