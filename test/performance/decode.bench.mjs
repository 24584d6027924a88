// How fast answers are written: a model of a realistic size, and the tiny one, where all but the model is seen.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { atItsBest, THREADS } from './best-threads.mjs';
import { complete, NEVER_END, rateOf, shortPrompt } from './completions.mjs';
import { LlamaServer } from './llama-server.mjs';
import { LoopProcess } from './loop-process.mjs';
import { ServerProcess } from './server-process.mjs';
import { syntheticModel } from './synthetic-model.mjs';

const SLOTS = 16;
const SLOT_TOKENS = 2048;
const WARM_ROUNDS = 3;
const TINY = 'models/otron-tiny-llama-q8_0.gguf';

const METRICS = {
  '135M, 1 stream': { streams: 1, tokens: 160 },
  '135M, 8 streams': { streams: 8, tokens: 128 },
  '135M, 16 streams': { streams: 16, tokens: 96 },
  'tiny, 1 stream': { tiny: true, streams: 1, tokens: 512 },
  'tiny, 16 streams': { tiny: true, streams: 16, tokens: 256 },
};

export const name = 'decode';
export const title =
  'Streamed completions of a model of 135 million parameters and of the embedded one: the server, llama-server, and a loop without HTTP';
export const rounds = 5;
export const parts = Object.keys(METRICS);
export const metrics = Object.fromEntries(parts.map((metric) => [metric, { unit: 'tokens/s', better: 'higher' }]));
const server = { peer: 'server', by: 'ratio' };
export const targets = [
  { ...server, metric: '135M, 1 stream', against: 'loop', atLeast: 0.97 },
  { ...server, metric: '135M, 8 streams', against: 'loop', atLeast: 0.97 },
  { ...server, metric: '135M, 16 streams', against: 'loop', atLeast: 0.97 },
  { ...server, metric: '135M, 1 stream', against: 'llama-server', atLeast: 0.97 },
  { ...server, metric: '135M, 8 streams', against: 'llama-server', atLeast: 1 },
  { ...server, metric: '135M, 16 streams', against: 'llama-server', atLeast: 1 },
  { ...server, metric: 'tiny, 16 streams', against: 'llama-server', atLeast: 1 },
];

/** One metric of a peer that has one process for each model. @param {string} metric @param {(tiny: boolean, prompts: string[], tokens: number) => Promise<object[]>} answer */
async function measure(metric, answer) {
  const { tiny = false, streams, tokens } = METRICS[metric];
  const prompts = Array.from({ length: streams }, shortPrompt);
  return { values: { [metric]: rateOf(await answer(tiny, prompts, tokens)) } };
}

export async function setup() {
  const models = [syntheticModel(), TINY];
  const cache = mkdtempSync(join(tmpdir(), 'otron-bench-'));
  const stops = [];
  const started = async (starting) => {
    const process = await starting;
    stops.push(() => process.stop());
    return process;
  };
  /** One after the other: what starts beside a server would be in what it measures. */
  const both = async (start) => [await started(start(models[0])), await started(start(models[1]))];
  const serve = async (model) => {
    const server = await ServerProcess.start([
      ...['--cache', cache],
      ...['--models', dirname(model), '--model', parse(model).name.replace(/-q8_0$/, '')],
      ...['--parallel', String(SLOTS), '--context', String(SLOT_TOKENS)],
    ]);
    return server.tuned();
  };
  const ownServers = await both(serve);
  const perThreads = async (start) => {
    const measures = [];
    for (const threads of THREADS) {
      const processes = await both((model) => start({ model, threads, slots: SLOTS, slotTokens: SLOT_TOKENS }));
      measures.push((metric, answer) =>
        measure(metric, (tiny, prompts, tokens) => answer(processes[Number(tiny)], tiny, prompts, tokens)),
      );
    }
    return measures;
  };
  const overHttp = ({ url }, tiny, prompts, tokens) =>
    complete(url, prompts, tokens, { model: 'default', ...(tiny && { logit_bias: NEVER_END }) });
  const withoutHttp = (process, _tiny, prompts, tokens) => process.complete(prompts, tokens, tokens);
  const llamaServers = await perThreads((of) => LlamaServer.start(of));
  const loops = await perThreads((of) => LoopProcess.start(of));
  const peers = {
    server: (metric) =>
      measure(metric, (tiny, prompts, tokens) => overHttp(ownServers[Number(tiny)], tiny, prompts, tokens)),
    'llama-server': atItsBest(llamaServers.map((peer) => (metric) => peer(metric, overHttp))),
    loop: atItsBest(loops.map((peer) => (metric) => peer(metric, withoutHttp))),
  };
  // none is measured cold, while V8 still compiles what it runs: a server answers for hours
  for (let round = 0; round < WARM_ROUNDS; round += 1)
    for (const metric of parts) for (const peer of Object.values(peers)) await peer(metric);
  return {
    peers,
    async dispose() {
      for (const stop of stops) await stop();
      rmSync(cache, { recursive: true });
    },
  };
}
