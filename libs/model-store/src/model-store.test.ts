// Long because every case needs the same store before the same Hub.
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastValueFrom, tap, toArray } from 'rxjs';
import { ModelStore } from './model-store.js';
import type { PullEvent } from './pull/pull-event.js';
import type { StoreSettings } from './store-settings.js';
import { etagOf, FakeHub } from './testing/fake-hub.js';

const BACKOFF = { tries: 4, firstMs: 5, limitMs: 20 };
const MODEL = Buffer.concat([Buffer.from('GGUF'), randomBytes(300_000)]);
const small = (text: string) => Buffer.from(text);

let home: string;
let hub: FakeHub;
let store: ModelStore;
const ENVIRONMENT = { ...process.env };

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'store-'));
  hub = await FakeHub.start();
  hub.repos.set('acme/chat-GGUF', {
    files: {
      'README.md': small('# Chat'),
      'chat-Q4_K_M.gguf': MODEL,
      'chat-Q8_0.gguf': randomBytes(2_000),
      'mmproj-chat-f16.gguf': randomBytes(1_500),
      'config.json': small('{}'),
    },
  });
  // what a developer's own machine has must not be sent to the stand-in
  process.env.HF_TOKEN = '';
  process.env.HOME = home;
  store = newStore();
});

afterEach(async () => {
  await store.close();
  await hub.close();
  await rm(home, { recursive: true, force: true });
  process.env = { ...ENVIRONMENT };
});

function newStore(more: Partial<StoreSettings> = {}): ModelStore {
  const settings = {
    home,
    hubCache: join(home, 'hub'),
    endpoint: hub.endpoint,
    offline: false,
    freeSpaceFloor: 0,
    ...more,
  };
  return new ModelStore(settings, { connections: 3, smallestPiece: 64_000, backoff: BACKOFF });
}

function pull(reference: string, from = store): Promise<PullEvent[]> {
  return lastValueFrom(from.pull(reference).pipe(toArray()));
}

const folder = () => join(home, 'hub/models--acme--chat-GGUF');
const snapshot = () => join(folder(), 'snapshots', hub.commit);

describe('a pull', () => {
  it('brings the preferred file into the layout of the Hub’s own tools, with its progress', async () => {
    const events = await pull('hf:acme/chat-GGUF');
    expect(events.at(-1)).toEqual({
      type: 'done',
      id: 'acme/chat-GGUF',
      path: join(snapshot(), 'chat-Q4_K_M.gguf'),
      sizeBytes: MODEL.length,
      cached: false,
    });
    const phases = events.flatMap((event) => (event.type === 'progress' ? event.phase : []));
    expect([...new Set(phases)]).toEqual(
      ['resolving', 'waiting', 'downloading', 'verifying'].filter((it) => phases.includes(it as never)),
    );
    expect(phases).toContain('verifying');
    expect(await readdir(join(folder(), 'blobs'))).toEqual([etagOf(MODEL)]);
    expect(await readlink(join(snapshot(), 'chat-Q4_K_M.gguf'))).toBe(join('..', '..', 'blobs', etagOf(MODEL)));
    expect(await readFile(join(folder(), 'refs/main'), 'utf8')).toBe(hub.commit);
    expect(MODEL.equals(await readFile(join(snapshot(), 'chat-Q4_K_M.gguf')))).toBe(true);
  });

  it('fetches a large file in ranges, and nothing a second time', async () => {
    await pull('acme/chat-GGUF');
    expect(hub.requests.filter(({ at }) => at === 'cdn').map(({ range }) => range)).toHaveLength(3);
    const before = hub.bytesRequests();
    expect((await pull('acme/chat-GGUF:q4_k_m')).at(-1)).toMatchObject({ cached: true });
    expect(hub.bytesRequests()).toBe(before);
  });

  it('takes the quantization or the file that is asked for', async () => {
    expect((await pull('hf:acme/chat-GGUF:Q8_0')).at(-1)).toMatchObject({ id: 'acme/chat-GGUF', sizeBytes: 2_000 });
    await pull('acme/chat-GGUF/chat-Q4_K_M.gguf');
    const models = await store.list();
    expect(models.map(({ id }) => id)).toEqual(['acme/chat-GGUF', 'acme/chat-GGUF:Q8_0']);
    expect(models[0]?.aliases).toContain('acme/chat-GGUF:Q4_K_M');
    await expect(pull('acme/chat-GGUF:Q2_K')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining('Q4_K_M, Q8_0'),
    });
  });

  it('is one download however many ask for it', async () => {
    hub.trouble = { slowMs: 3 };
    const all = await Promise.all([pull('acme/chat-GGUF'), pull('hf:acme/chat-GGUF'), pull('acme/chat-GGUF:Q4_K_M')]);
    expect(all.map((events) => events.at(-1)?.type)).toEqual(['done', 'done', 'done']);
    expect(hub.bytesRequests()).toBe(3);
  });

  it('goes on where the last one was cancelled', async () => {
    hub.trouble = { slowMs: 80 };
    await new Promise<void>((resolve) => {
      const subscription = store
        .pull('acme/chat-GGUF')
        .pipe(tap((event) => event.type === 'progress' && event.completedBytes > 30_000 && setImmediate(stop)))
        .subscribe();
      const stop = () => {
        subscription.unsubscribe();
        resolve();
      };
    });
    expect(await store.list()).toEqual([]);
    hub.trouble = {};
    hub.requests.length = 0;
    await pull('acme/chat-GGUF');
    const starts = hub.requests.flatMap(({ range }) => (range ? Number(/\d+/.exec(range)?.[0]) : []));
    expect(starts.some((start) => start % 100_002 !== 0)).toBe(true);
    expect(MODEL.equals(await readFile(join(snapshot(), 'chat-Q4_K_M.gguf')))).toBe(true);
  });

  it.each([
    ['cuts in the middle', { cut: { after: 40_000, times: 5 } }],
    ['failures that pass', { fail: { status: 503, times: 2 } }],
    ['a Hub that asks for patience', { fail: { status: 429, times: 1, headers: { 'retry-after': '0' } } }],
    ['wrong bytes, once', { corrupt: 1 }],
    ['a server without ranges', { noRanges: true }],
    ['a server without ranges that cuts', { noRanges: true, cut: { after: 40_000, times: 2 } }],
  ])('survives %s', async (_, trouble) => {
    hub.trouble = trouble;
    expect((await pull('acme/chat-GGUF')).at(-1)).toMatchObject({ type: 'done' });
    expect(MODEL.equals(await readFile(join(snapshot(), 'chat-Q4_K_M.gguf')))).toBe(true);
    expect(await readdir(join(folder(), 'blobs'))).toEqual([etagOf(MODEL)]);
  });

  it.each([
    ['wrong bytes', { corrupt: 1_000 }, 'UPSTREAM', 'checksum'],
    ['a server that is down', { fail: { status: 500, times: 1_000 } }, 'UPSTREAM', '500'],
    ['a file that is gone', { fail: { status: 404, times: 1_000 } }, 'MODEL_NOT_FOUND', 'chat-Q4_K_M.gguf'],
  ])('fails for %s, and nothing of it counts as a model', async (_, trouble, code, text) => {
    hub.trouble = trouble;
    await expect(pull('acme/chat-GGUF')).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
    expect(await store.list()).toEqual([]);
    hub.trouble = {};
    expect((await pull('acme/chat-GGUF')).at(-1)).toMatchObject({ type: 'done' });
  });

  it('reads sizes and checksums from headers where a mirror’s list has none', async () => {
    hub.bareList = true;
    expect((await pull('acme/chat-GGUF')).at(-1)).toMatchObject({ type: 'done', sizeBytes: MODEL.length });
  });

  it('checks the space on the disk first', async () => {
    const full = newStore({ freeSpaceFloor: Number.MAX_SAFE_INTEGER });
    await expect(pull('acme/chat-GGUF', full)).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(hub.bytesRequests()).toBe(0);
    await full.close();
  });

  it('brings all shards, or there is no model', async () => {
    const shards = [randomBytes(2_000), randomBytes(3_000)];
    hub.repos.set('acme/big', {
      files: {
        'Q4/big-Q4_K_M-00001-of-00002.gguf': shards[0] as Buffer,
        'Q4/big-Q4_K_M-00002-of-00002.gguf': shards[1] as Buffer,
      },
    });
    const done = (await pull('acme/big')).at(-1);
    expect(done).toMatchObject({
      id: 'acme/big',
      sizeBytes: 5_000,
      path: expect.stringMatching(/00001-of-00002\.gguf$/),
    });
    await rm(join(home, 'hub/models--acme--big/snapshots', hub.commit, 'Q4/big-Q4_K_M-00002-of-00002.gguf'));
    expect(await store.list()).toEqual([]);
  });

  it('brings what an ONNX embedder needs, as a folder', async () => {
    const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json', '1_Pooling/config.json'];
    hub.repos.set('acme/embed', {
      files: {
        ...Object.fromEntries(files.map((name) => [name, small(`{"name":"${name}"}`)])),
        'onnx/model.onnx': randomBytes(5_000),
        'onnx/model_quantized.onnx': randomBytes(2_000),
        'model.safetensors': randomBytes(5_000),
      },
    });
    expect((await pull('hf:acme/embed')).at(-1)).toMatchObject({
      id: 'acme/embed',
      path: join(home, 'hub/models--acme--embed/snapshots', hub.commit),
    });
    const [model] = await store.list();
    expect(model?.locations).toHaveLength(5);
  });

  it('says so where there is nothing to run', async () => {
    hub.repos.set('acme/raw', { files: { 'model.safetensors': randomBytes(2_000) } });
    await expect(pull('acme/raw')).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      message: expect.stringContaining('safetensors'),
    });
  });
});

describe('a revision', () => {
  const OLD = randomBytes(2_000);
  const at = (commit: string, file: string) => join(folder(), 'snapshots', commit, file);

  beforeEach(() => {
    const repo = hub.repos.get('acme/chat-GGUF');
    if (repo) repo.revisions = { 'v1.0': { 'chat-Q8_0.gguf': OLD }, 'refs/pr/2': repo.files };
  });

  it('is a model of its own beside that of main, in the place where the Hub’s own tools have it', async () => {
    const name = 'acme/chat-GGUF@v1.0';
    const commit = hub.commitOf('v1.0');
    expect((await pull(`hf:${name}`)).at(-1)).toMatchObject({ id: name, path: at(commit, 'chat-Q8_0.gguf') });
    await pull('acme/chat-GGUF:Q8_0');
    expect(await readFile(join(folder(), 'refs/v1.0'), 'utf8')).toBe(commit);
    const models = await store.list();
    expect(models.map(({ id }) => id)).toEqual(['acme/chat-GGUF', name]);
    expect(models[1]?.aliases).toEqual(expect.arrayContaining([`${name}:Q8_0`, `hf:${name}`]));
    expect((await readFile(at(commit, 'chat-Q8_0.gguf'))).equals(OLD)).toBe(true);
    expect((await readFile(at(hub.commit, 'chat-Q8_0.gguf'))).equals(OLD)).toBe(false);
    expect((await pull(`hf:${name}`, newStore({ offline: true }))).at(-1)).toMatchObject({ id: name, cached: true });
    expect(await store.remove(models[1] as (typeof models)[1])).toBe(OLD.length);
    expect((await store.list()).map(({ id }) => id)).toEqual(['acme/chat-GGUF']);
  });

  it('may be a commit, and is another name where it is the commit of main', async () => {
    const commit = hub.commitOf('v1.0');
    expect((await pull(`acme/chat-GGUF@${commit}`)).at(-1)).toMatchObject({ id: `acme/chat-GGUF@${commit}` });
    expect((await pull(`acme/chat-GGUF@${hub.commit}:Q8_0`)).at(-1)).toMatchObject({
      id: `acme/chat-GGUF@${hub.commit}`,
    });
    await pull('acme/chat-GGUF:Q8_0');
    const models = await store.list();
    expect(models.map(({ id }) => id)).toEqual(['acme/chat-GGUF', `acme/chat-GGUF@${commit}`]);
    expect(models[0]?.aliases).toContain(`acme/chat-GGUF@${hub.commit}`);
  });

  it('is another name of a model with the same content', async () => {
    await pull('acme/chat-GGUF:Q8_0');
    expect((await pull('acme/chat-GGUF@refs/pr/2:Q8_0')).at(-1)).toMatchObject({ id: 'acme/chat-GGUF' });
    expect((await store.list()).map(({ id }) => id)).toEqual(['acme/chat-GGUF']);
    expect((await store.find('acme/chat-GGUF@refs/pr/2'))?.id).toBe('acme/chat-GGUF');
  });

  it('that is not there is an error of its own', async () => {
    await expect(pull('acme/chat-GGUF@v9')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining('no revision v9 in acme/chat-GGUF'),
    });
  });
});

describe('what the machine prefers', () => {
  it('decides which file of a repository is pulled, asked for by its name', async () => {
    const asked: string[] = [];
    const settings = { home, hubCache: join(home, 'hub'), endpoint: hub.endpoint, offline: false, freeSpaceFloor: 0 };
    const picky = new ModelStore(settings, { backoff: BACKOFF }, async (repo) => {
      asked.push(repo);
      return { files: ['Q8_0', 'Q4_K_M'], onnx: [] };
    });
    expect((await pull('acme/chat-GGUF', picky)).at(-1)).toMatchObject({ sizeBytes: 2_000 });
    expect(asked).toEqual(['acme/chat-GGUF']);
    await picky.close();
  });
});

describe('the token', () => {
  it.each([
    ['gated', undefined, 'GATED', 'accept'],
    ['gated', 'hf_other', 'GATED', 'account'],
    ['private', undefined, 'MODEL_NOT_FOUND', 'log in'],
    ['private', 'hf_other', 'MODEL_NOT_FOUND', 'Check the name'],
    ['private', 'expired', 'UNAUTHENTICATED', 'anew'],
  ] as const)('%s, with %s: %s', async (access, token, code, text) => {
    hub.repos.set('acme/closed', { files: { 'a-Q8_0.gguf': MODEL }, access });
    process.env.HF_TOKEN = token ?? '';
    await expect(pull('acme/closed')).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
  });

  it('opens a gate from a file that a login wrote, and stays with the Hub', async () => {
    hub.repos.set('acme/closed', { files: { 'a-Q8_0.gguf': MODEL }, access: 'gated' });
    await writeFile(join(home, 'token'), 'hf_good\n');
    expect((await pull('acme/closed')).at(-1)).toMatchObject({ type: 'done' });
    const withToken = hub.requests.filter(({ authorization }) => authorization === 'Bearer hf_good');
    expect(withToken.map(({ at }) => at)).toEqual(Array(withToken.length).fill('hub'));
    expect(hub.requests.filter(({ at }) => at === 'cdn').map(({ authorization }) => authorization)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('without a network', () => {
  it('finds what is there and asks nobody', async () => {
    await pull('acme/chat-GGUF');
    hub.requests.length = 0;
    const offline = newStore({ offline: true });
    expect((await pull('hf:acme/chat-GGUF', offline)).at(-1)).toMatchObject({ type: 'done', cached: true });
    await expect(pull('acme/other', offline)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    expect(hub.requests).toEqual([]);
    await offline.close();
  });

  it('is content with what is there when the Hub cannot be reached', async () => {
    await pull('acme/chat-GGUF');
    const lost = newStore({ endpoint: 'http://127.0.0.1:1' });
    expect((await pull('acme/chat-GGUF', lost)).at(-1)).toMatchObject({ cached: true });
    await expect(pull('acme/other', lost)).rejects.toMatchObject({
      code: 'UPSTREAM',
      message: expect.stringContaining('127.0.0.1:1'),
    });
    await lost.close();
  });
});

describe('what is in the store', () => {
  it('is found whoever downloaded it, links or copies', async () => {
    const at = join(home, 'hub/models--other--tool');
    await mkdir(join(at, 'blobs'), { recursive: true });
    await mkdir(join(at, 'snapshots/abc'), { recursive: true });
    await writeFile(join(at, 'blobs/123'), MODEL);
    await symlink('../../blobs/123', join(at, 'snapshots/abc/their-Q8_0.gguf'));
    await writeFile(join(at, 'snapshots/abc/copy-Q4_0.gguf'), MODEL);
    await symlink('../../blobs/gone', join(at, 'snapshots/abc/broken-Q6_K.gguf'));
    expect((await store.list()).map(({ id }) => id)).toEqual(['other/tool', 'other/tool:Q4_0']);
  });

  it('is verified, and a changed byte is found', async () => {
    await pull('acme/chat-GGUF');
    const [model] = await store.list();
    if (!model) throw new Error('no model');
    expect(await store.verify(model)).toEqual({ id: 'acme/chat-GGUF', intact: 1, unknown: 0, damaged: [] });
    await writeFile(join(folder(), 'blobs', etagOf(MODEL)), Buffer.from(MODEL).fill(1, 1_000, 1_001));
    expect(await store.verify(model)).toMatchObject({ intact: 0, damaged: ['chat-Q4_K_M.gguf'] });
  });

  it('is deleted with its content, and what another file shares stays', async () => {
    await pull('acme/chat-GGUF');
    await pull('acme/chat-GGUF:Q8_0');
    const [first, second] = await store.list();
    if (!first || !second) throw new Error('no models');
    expect(await store.remove(first)).toBe(MODEL.length);
    expect((await store.list()).map(({ id, path }) => [id, path])).toEqual([['acme/chat-GGUF', second.path]]);
    await store.remove(second);
    await expect(lstat(folder())).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
