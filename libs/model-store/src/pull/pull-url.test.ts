import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastValueFrom } from 'rxjs';
import { urlFolder } from '../cache/url-folder.js';
import { ModelStore } from '../model-store.js';
import { HttpClient } from '../net/http-client.js';
import { fetchFileFor } from './fetch-file.js';
import { FileWork } from './file-work.js';
import { PullMeter } from './pull-progress.js';
import { pullFromUrl } from './pull-url.js';

const GGUF = Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(5_000, 1)]);
const http = new HttpClient();
let home: string;
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer(({ url }, response) => {
    if (url === '/models/chat-Q8_0.gguf') response.setHeader('Content-Length', GGUF.length).end(GGUF);
    else if (url === '/page.gguf') response.end('<html>');
    else response.writeHead(url === '/closed.gguf' ? 403 : 404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await http.close();
  server.close();
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'url-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const settings = () => ({ home, hubCache: join(home, 'hub'), endpoint: origin, offline: false, freeSpaceFloor: 0 });

/** As the store does it, but to the loopback. */
function pull(path: string): Promise<string> {
  const meter = new PullMeter(() => undefined);
  const { signal } = new AbortController();
  const work = new FileWork({ connections: 2, smallestPiece: 1_000, backoff: { firstMs: 1 } });
  const tools = { settings: settings(), meter, signal, fetchFile: fetchFileFor(work, meter, signal) };
  return pullFromUrl({ kind: 'url', url: origin + path }, http, 'any', tools);
}

it('brings a GGUF of an address, which is then a model with the address as an alias', async () => {
  const path = await pull('/models/chat-Q8_0.gguf');
  const store = new ModelStore(settings());
  const [model] = await store.list();
  expect(model).toMatchObject({
    id: 'chat',
    path,
    aliases: [`${origin}/models/chat-Q8_0.gguf`.replace('http:', 'https:')],
  });
  if (!model) throw new Error('no model');
  expect(await store.verify(model)).toMatchObject({ intact: 1, damaged: [] });
  expect(await store.remove(model)).toBe(GGUF.length);
  expect(await store.list()).toEqual([]);
  await store.close();
});

it.each([
  ['/page.gguf', 'MODEL_INVALID'],
  ['/gone.gguf', 'MODEL_NOT_FOUND'],
  ['/closed.gguf', 'FORBIDDEN'],
])('keeps nothing of %s', async (path, code) => {
  await expect(pull(path)).rejects.toMatchObject({ code });
  const left = await readdir(urlFolder(home), { recursive: true }).catch(() => []);
  expect(left.filter((name) => name.includes('gguf'))).toEqual([]);
});

it('goes to no private address for a stranger', async () => {
  const store = new ModelStore(settings());
  for (const url of ['https://127.0.0.1/a.gguf', 'https://localhost/a.gguf', 'http://example.com/a.gguf'])
    await expect(lastValueFrom(store.pull(url))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await store.close();
});
