// Does the server give back what a request took? Memory after the first 1,000 requests, when Node has compiled what it
// runs, against memory after 10,000, garbage collected before both; and how long its event loop keeps others waiting meanwhile.
import { ServerProcess } from './server-process.mjs';
import { streamCompletion } from './stream-completion.mjs';

const REQUESTS = 10_000;
const WARM_UP = 1000;
const CLIENTS = 8;
const EVERY = 250;

export const name = 'memory';
export const title = `Memory and event loop of the server over ${REQUESTS.toLocaleString('en')} streamed requests of ${CLIENTS} clients`;
export const rounds = 1;
export const metrics = {
  'after the first 1,000': { unit: 'MiB', better: 'lower' },
  'after the last': { unit: 'MiB', better: 'lower' },
  growth: { unit: '%', better: 'lower' },
  'p99 of the event-loop lag': { unit: 'ms', better: 'lower' },
};
export const targets = [
  { metric: 'growth', peer: 'server', by: 'value', atMost: 2 },
  { metric: 'p99 of the event-loop lag', peer: 'server', by: 'value', atMost: 20 },
];

/** Sends the requests from `first` to `last` and adds a point of the curve every now and then. */
async function send(running, first, last, points) {
  let sent = first - 1;
  let done = sent;
  const client = async () => {
    while (sent < last) {
      sent += 1;
      const prompt = `Request ${sent}: ${'tell me about the sea and the sky. '.repeat(1 + (sent % 8))}`;
      await streamCompletion(running.url, { model: 'otron-tiny-llama', prompt, max_tokens: 16, seed: sent });
      done += 1;
      if (done % EVERY === 0) points.push([done, running.residentMiB()]);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const { lagP99Ms } = await running.collectGarbage();
  return { memory: running.residentMiB(), lagP99Ms };
}

async function measure(running) {
  const points = [];
  const first = await send(running, 1, WARM_UP, points);
  const last = await send(running, WARM_UP + 1, REQUESTS, points);
  return {
    values: {
      'after the first 1,000': first.memory,
      'after the last': last.memory,
      growth: (last.memory / first.memory - 1) * 100,
      'p99 of the event-loop lag': last.lagP99Ms,
    },
    series: { 'resident memory': { x: 'requests', y: 'MiB', points } },
  };
}

export async function setup() {
  const running = await ServerProcess.start([], ['--expose-gc', '--import', './test/performance/collect-garbage.mjs']);
  return { peers: { server: () => measure(running) }, dispose: () => running.stop() };
}
