// What does a WebSocket cost? Memory of idle and of streaming connections (what JavaScript uses), and the time of a token against server-sent events
// of the same server. OTRON_BENCH_SOCKETS divides the numbers of connections, for a look at whether the case works.
import { once } from 'node:events';
import { request } from 'node:http';
import { WebSocket } from 'ws';
import { summarize } from '../../scripts/bench/statistics.mjs';
import { ServerProcess } from './server-process.mjs';

const DIVISOR = Number(process.env.OTRON_BENCH_SOCKETS ?? 1);
const IDLE = Math.ceil(500 / DIVISOR);
const STREAMING = Math.ceil(50 / DIVISOR);
const TOKENS = 64;

/** One token is made so likely that no answer ends before its limit. */
const CHAT = {
  model: 'default',
  messages: [{ role: 'user', content: 'Go on.' }],
  logit_bias: { 500: 100 },
  max_tokens: TOKENS,
};

async function connect(url) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/ws`);
  await once(socket, 'open');
  return socket;
}

/** @returns {Promise<number[]>} when each delta arrived, in milliseconds */
function overSocket(socket) {
  const arrivals = [];
  socket.send(JSON.stringify({ type: 'chat', id: 'a', ...CHAT }));
  return new Promise((resolve, reject) => {
    socket.once('close', () => reject(new Error('the connection closed in the middle')));
    socket.on('message', (data) => {
      const text = String(data);
      if (text.includes('"type":"delta"')) arrivals.push(performance.now());
      if (text.includes('"type":"error"')) reject(new Error(text));
      if (text.includes('"type":"end"')) resolve(arrivals);
    });
  });
}

/** The same over server-sent events. */
async function overEvents(url) {
  const arrivals = [];
  const call = request(`${url}/v1/chat/completions`, {
    agent: false,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  call.end(JSON.stringify({ ...CHAT, stream: true }));
  const [response] = await once(call, 'response');
  let text = '';
  for await (const part of response.setEncoding('utf8')) {
    text += part;
    for (const _ of part.matchAll(/"content":"[^"]/g)) arrivals.push(performance.now());
  }
  if (!text.includes('[DONE]')) throw new Error(text.slice(-500));
  return arrivals;
}

/** The median time between two tokens of a stream, of all streams together. */
function perToken(streams) {
  return summarize(streams.map((arrivals) => (arrivals.at(-1) - arrivals[0]) / (arrivals.length - 1))).median;
}

async function measureSockets(running) {
  const { usedBytes: before } = await running.collectGarbage();
  const idle = await Promise.all(Array.from({ length: IDLE }, () => connect(running.url)));
  const { usedBytes: withIdle } = await running.collectGarbage();
  const streams = await Promise.all(idle.slice(0, STREAMING).map(overSocket));
  const { usedBytes: afterwards } = await running.collectGarbage();
  for (const socket of idle) socket.close();
  await Promise.all(idle.map((socket) => once(socket, 'close')));
  return {
    values: {
      'memory of an idle connection': (withIdle - before) / IDLE / 1024,
      'memory of one that has streamed': (afterwards - before) / IDLE / 1024,
      'time of a token': perToken(streams),
    },
  };
}

async function measureEvents(running) {
  const streams = await Promise.all(Array.from({ length: STREAMING }, () => overEvents(running.url)));
  return { values: { 'time of a token': perToken(streams) } };
}

export const name = 'sockets';
export const title = `${IDLE} idle WebSockets and ${STREAMING} streaming ones against server-sent events`;
export const rounds = 7;
export const metrics = {
  'memory of an idle connection': { unit: 'KiB', better: 'lower' },
  'memory of one that has streamed': { unit: 'KiB', better: 'lower' },
  'time of a token': { unit: 'ms', better: 'lower' },
};
export const targets = [
  { peer: 'WebSocket', against: 'events', metric: 'time of a token', by: 'difference', atMost: 1 },
];

export async function setup() {
  const running = await ServerProcess.start(
    ['--parallel', String(STREAMING)],
    ['--expose-gc', '--import', './test/performance/collect-garbage.mjs'],
  );
  return {
    peers: { WebSocket: () => measureSockets(running), events: () => measureEvents(running) },
    dispose: () => running.stop(),
  };
}
