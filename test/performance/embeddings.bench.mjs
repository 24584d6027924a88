// The embeddings engine against fastembed's own embed(), and against onnxruntime used by hand, on one model file.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { Pool } from 'undici';
import { bertFolder } from './bert-folder.mjs';
import { ServerProcess } from './server-process.mjs';

const THREADS = availableParallelism();
const TEXTS = 512;
/** fastembed pads every text to 512 tokens: more of them would take minutes. */
const FASTEMBED_TEXTS = 32;
const CLIENTS = 64;

let seed = 1;
const random = (below) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return seed % below;
};

export const name = 'embeddings';
export const title =
  'Embeddings of a BERT of 6 layers, 384 wide: the server, its plugin, fastembed and onnxruntime by hand';
export const rounds = 5;
export const metrics = {
  'short texts': { unit: 'texts/s', better: 'higher' },
  'mixed texts': { unit: 'texts/s', better: 'higher' },
  'short texts, 64 a request': { unit: 'texts/s', better: 'higher' },
  '64 clients, one short text each': { unit: 'texts/s', better: 'higher' },
  'short texts, a core left to HTTP': { unit: 'texts/s', better: 'higher' },
};
export const targets = [
  { metric: 'short texts', peer: 'plugin', against: 'fastembed', by: 'ratio', atLeast: 8 },
  { metric: 'short texts', peer: 'plugin', against: 'onnxruntime', by: 'ratio', atLeast: 0.95 },
  { metric: 'short texts, 64 a request', peer: 'server', against: 'plugin', by: 'ratio', atLeast: 0.9 },
  { metric: 'mixed texts', peer: 'plugin', against: 'fastembed', by: 'ratio', atLeast: 1 },
  // where threads of the model take every core, each request takes its time from them, whoever batches
  { metric: 'short texts, a core left to HTTP', peer: '64 clients', against: '1 client', by: 'ratio', atLeast: 0.9 },
];

export async function setup() {
  const { folder, words } = await bertFolder();
  const text = (tokens) => Array.from({ length: tokens }, () => words[random(words.length)]).join(' ');
  const short = (count) => Array.from({ length: count }, () => text(6 + random(22)));
  const mixed = (count) =>
    Array.from({ length: count }, (_, i) => text(i % 8 === 0 ? 150 + random(200) : 6 + random(60)));

  const children = [];
  const peer = async (way) => {
    const child = fork('test/performance/embedding-peer.mjs', [
      way,
      folder,
      String(THREADS),
      '@predict-otron/embeddings-fastembed',
    ]);
    children.push(child);
    await once(child, 'message');
    return async (texts) => {
      child.send(texts);
      const [ms] = await once(child, 'message');
      return (texts.length / ms) * 1000;
    };
  };
  const [fastembed, onnxruntime, plugin] = [await peer('fastembed'), await peer('loop'), await peer('engine')];
  const config = join(dirname(folder), 'otron.config.json');
  await writeFile(config, JSON.stringify({ models: { 'bench-bert': { path: folder } } }));
  const servers = [];
  const startServer = async (threads) => {
    const server = await ServerProcess.start(['--config', config, '--threads', String(threads)]);
    // fetch would take more time for a request than the server does
    const pool = new Pool(server.url, { connections: CLIENTS });
    servers.push({ server, pool });
    return pool;
  };
  const request = async (pool, input) => {
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path: '/v1/embeddings',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'bench-bert', input, encoding_format: 'base64' }),
    });
    if (statusCode !== 200) throw new Error(await body.text());
    await body.json();
  };
  /** Requests of so many texts, from clients that each wait for their answer before they ask again. */
  const serve = async (pool, texts, each, clients) => {
    const waiting = Array.from({ length: texts.length / each }, (_, i) => texts.slice(i * each, (i + 1) * each));
    const client = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await request(pool, next);
    };
    const started = performance.now();
    await Promise.all(Array.from({ length: clients }, client));
    return (texts.length / (performance.now() - started)) * 1000;
  };
  const [whole, sharing] = [await startServer(THREADS), await startServer(Math.max(1, THREADS - 1))];
  const byHand = async (embed) => ({
    values: { 'short texts': await embed(short(TEXTS)), 'mixed texts': await embed(mixed(TEXTS / 4)) },
  });
  for (const embed of [onnxruntime, plugin]) await embed(short(64));
  for (const pool of [whole, sharing]) await request(pool, short(64));

  return {
    peers: {
      fastembed: async () => ({
        values: {
          'short texts': await fastembed(short(FASTEMBED_TEXTS)),
          'mixed texts': await fastembed(mixed(FASTEMBED_TEXTS)),
        },
      }),
      onnxruntime: () => byHand(onnxruntime),
      plugin: async () => {
        const { values } = await byHand(plugin);
        // what a server is asked for, without the server: it cannot sort the texts of requests that are yet to come
        const started = performance.now();
        for (let i = 0; i < TEXTS; i += 64) await plugin(short(64));
        values['short texts, 64 a request'] = (TEXTS / (performance.now() - started)) * 1000;
        return { values };
      },
      server: async () => ({
        values: {
          'short texts, 64 a request': await serve(whole, short(TEXTS), 64, 2),
          '64 clients, one short text each': await serve(whole, short(TEXTS), 1, CLIENTS),
        },
      }),
      '1 client': async () => ({
        values: { 'short texts, a core left to HTTP': await serve(sharing, short(TEXTS), 64, 1) },
      }),
      '64 clients': async () => ({
        values: { 'short texts, a core left to HTTP': await serve(sharing, short(TEXTS), 1, CLIENTS) },
      }),
    },
    async dispose() {
      for (const child of children) child.kill();
      for (const { server, pool } of servers) {
        await pool.close();
        await server.stop();
      }
      await rm(dirname(folder), { recursive: true });
    },
  };
}
