// Does the server give back what a request took? Memory after the first 200 requests against memory after 2,000, garbage
// collected before both.
import { ServerProcess } from './server-process.mjs';
import { streamCompletion } from './stream-completion.mjs';

const REQUESTS = 2000;
const WARM_UP = 200;
const CLIENTS = 8;
const EVERY = 50;

export const name = 'memory';
export const title = `Memory of the server over ${REQUESTS} streamed requests of ${CLIENTS} clients`;
export const rounds = 1;
export const metrics = {
  'after the first 200': { unit: 'MiB', better: 'lower' },
  'after the last': { unit: 'MiB', better: 'lower' },
  growth: { unit: '%', better: 'lower' },
};
export const targets = [{ metric: 'growth', peer: 'server', by: 'value', atMost: 5 }];

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
  await running.collectGarbage();
  return running.residentMiB();
}

async function measure(running) {
  const points = [];
  const first = await send(running, 1, WARM_UP, points);
  const last = await send(running, WARM_UP + 1, REQUESTS, points);
  return {
    values: { 'after the first 200': first, 'after the last': last, growth: (last / first - 1) * 100 },
    series: { 'resident memory': { x: 'requests', y: 'MiB', points } },
  };
}

export async function setup() {
  const running = await ServerProcess.start([], ['--expose-gc', '--import', './test/performance/collect-garbage.mjs']);
  return { peers: { server: () => measure(running) }, dispose: () => running.stop() };
}
