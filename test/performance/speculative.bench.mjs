// What does speculative decoding gain where a text repeats itself, and does it cost anything where none does?
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { complete, freshPrompt, rateOf } from './completions.mjs';
import { LlamaServer } from './llama-server.mjs';
import { ServerProcess } from './server-process.mjs';
import { syntheticModel } from './synthetic-model.mjs';

/** One for all peers: drafts change how many tokens a step has, and with them the best number of threads. */
const THREADS = 1;
/** Circles take a while to begin. */
const TOKENS = { repeating: 256, ordinary: 128 };
const SLOTS = 4;
const SLOT_TOKENS = 2048;
const LIST = 'apple, banana, cherry, date, elderberry, fig, grape, ';
const REPEATING = 'text that repeats itself';
const ORDINARY = 'ordinary text';

export const name = 'speculative';
export const title =
  'One stream of a model of 135 million parameters: the server with n-gram lookup, without it, and llama-server';
export const rounds = 5;
export const metrics = {
  [REPEATING]: { unit: 'tokens/s', better: 'higher' },
  [ORDINARY]: { unit: 'tokens/s', better: 'higher' },
};
const ngram = { peer: 'ngram', by: 'ratio' };
export const targets = [
  { ...ngram, metric: REPEATING, against: 'off', atLeast: 1.2 },
  { ...ngram, metric: REPEATING, against: 'llama-server', atLeast: 1 },
  { ...ngram, metric: ORDINARY, against: 'off', atLeast: 0.97 },
];

export async function setup() {
  const model = syntheticModel();
  const folder = await mkdtemp(join(tmpdir(), 'bench-speculative-'));
  const ownServer = async (method) => {
    const config = join(folder, `${method}.json`);
    const plugins = [{ package: '@predict-otron/runner-llama', config: { speculative: { method } } }];
    await writeFile(config, JSON.stringify({ plugins }));
    return ServerProcess.start([
      ...['--config', config, '--cache', join(folder, method), '--threads', String(THREADS)],
      ...['--models', dirname(model), '--model', parse(model).name.replace(/-q8_0$/, '')],
      ...['--parallel', String(SLOTS), '--context', String(SLOT_TOKENS)],
    ]);
  };
  const servers = {
    ngram: await ownServer('ngram'),
    off: await ownServer('off'),
    'llama-server': await LlamaServer.start({ model, threads: THREADS, slots: SLOTS, slotTokens: SLOT_TOKENS }),
  };
  /** At temperature 0 a model of random weights goes round in circles; by chance it repeats nothing. */
  const measure = async ({ url }) => {
    const rate = async (prompt, tokens, fields = {}) =>
      rateOf(await complete(url, [prompt], tokens, { model: 'default', ...fields }));
    return {
      values: {
        [REPEATING]: await rate(freshPrompt() + LIST.repeat(3), TOKENS.repeating, { temperature: 0 }),
        [ORDINARY]: await rate(freshPrompt(), TOKENS.ordinary),
      },
    };
  };
  const peers = Object.fromEntries(Object.entries(servers).map(([peer, server]) => [peer, () => measure(server)]));
  // none is measured cold
  for (const peer of Object.values(peers)) await peer();
  return {
    peers,
    async dispose() {
      for (const server of Object.values(servers)) await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
