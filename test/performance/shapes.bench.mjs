// What a server in front of an engine costs: high availability against one process, on the same machine.
import { summarize } from '../../scripts/bench/statistics.mjs';
import { ServerProcess } from './server-process.mjs';
import { streamCompletion } from './stream-completion.mjs';

const THREADS = ['--threads', '1'];
const LONG_ANSWER = 256;
const STREAMS = 8;
const SHORT_ANSWERS = 20;
/** One token is made so likely that nothing else ever comes, the end neither: each answer has its full length. */
const NEVER_END = { 500: 100 };

let asked = 0;
/** No two prompts begin alike, so that nobody gains from what was read before. */
const prompt = () => {
  asked += 1;
  return `${asked * 7919} is a number. Tell me a long story about the ${asked}. house and who lives in it.`;
};

async function measure(url) {
  const answer = (tokens, seed) =>
    streamCompletion(url, {
      model: 'default',
      prompt: prompt(),
      max_tokens: tokens,
      seed,
      temperature: 0.8,
      logit_bias: NEVER_END,
    });
  const firsts = [];
  for (let i = 0; i < SHORT_ANSWERS; i += 1) firsts.push((await answer(2, i)).firstMs);
  const answers = await Promise.all(Array.from({ length: STREAMS }, (_, i) => answer(LONG_ANSWER, i)));
  const started = Math.min(...answers.map(({ firstMs }) => firstMs));
  const ended = Math.max(...answers.map(({ lastMs }) => lastMs));
  const tokens = answers.reduce((sum, it) => sum + it.tokens - 1, 0);
  return {
    values: { 'first token': summarize(firsts).median, 'decode, 8 clients': (tokens / (ended - started)) * 1000 },
  };
}

export const name = 'shapes';
export const title = 'Streamed completions through a server in front of an engine against one process for both';
export const rounds = 7;
export const metrics = {
  'first token': { unit: 'ms', better: 'lower' },
  'decode, 8 clients': { unit: 'tokens/s', better: 'higher' },
};
const front = { peer: 'high availability', against: 'standalone' };
export const targets = [
  { ...front, metric: 'first token', by: 'difference', atMost: 3 },
  { ...front, metric: 'decode, 8 clients', by: 'ratio', atLeast: 0.95 },
];

export async function setup() {
  const standalone = await ServerProcess.start(THREADS);
  const inference = await ServerProcess.start(THREADS, [], { app: 'inference-engine' });
  const embeddings = await ServerProcess.start(THREADS, [], { app: 'embeddings-engine' });
  const services = { inference_url: inference.url, embeddings_url: embeddings.url };
  const SERVER_CONFIG = JSON.stringify({ serverMode: 'HighAvailability', services });
  const server = await ServerProcess.start([], [], { environment: { SERVER_CONFIG } });
  const processes = [server, inference, embeddings, standalone];
  // neither is measured cold
  for (const { url } of [standalone, server]) await measure(url);
  return {
    peers: { standalone: () => measure(standalone.url), 'high availability': () => measure(server.url) },
    dispose: async () => {
      for (const one of processes) await one.stop();
    },
  };
}
