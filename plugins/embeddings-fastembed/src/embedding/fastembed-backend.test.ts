import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { ModelCache } from '../download/model-cache.js';
import { modelArchive } from '../testing/archive.js';
import { type Answer, ArchiveServer, stalled, whole } from '../testing/archive-server.js';
import { LOAD_OPTIONS, loaded, recordingLogger } from '../testing/load.js';
import { TINY_FILES, temporaryFolder } from '../testing/model-files.js';
import { tinyBert } from '../testing/tiny-bert.js';
import { VOCABULARY_TOKENS } from '../testing/tiny-tokenizer.js';
import { until } from '../testing/until.js';
import { FastembedBackend } from './fastembed-backend.js';

const ONNX = tinyBert({ vocabulary: VOCABULARY_TOKENS });
const ARCHIVE = modelArchive('fast-bge-small-en-v1.5', { ...TINY_FILES, 'model_optimized.onnx': ONNX });

describe('FastembedBackend with a model of the catalogue', () => {
  const file = { id: 'bge', path: 'fastembed:BAAI/bge-small-en-v1.5' };
  const folder = temporaryFolder();
  const server = new ArchiveServer();
  let base: URL;
  let count = 0;
  beforeAll(async () => {
    base = await server.start();
  });
  afterAll(() => server.stop());

  const setUp = (answer: Answer) => {
    const cacheFolder = join(folder.path, `${count++}`);
    server.answerWith(answer);
    const cache = new ModelCache({ downloadBaseUrl: base, cacheFolder, sha256: {} }, recordingLogger());
    return { cacheFolder, backend: new FastembedBackend(cache) };
  };

  it('describes before, downloads at the load, and embeds', async () => {
    const { backend } = setUp(whole(ARCHIVE));
    expect(await backend.describe(file)).toMatchObject({ id: 'bge', dimensions: 384, pooling: 'cls' });
    expect((await backend.estimate(file, LOAD_OPTIONS))[0]?.weights).toBeGreaterThan(67e6);
    expect(server.requests).toEqual([]);
    const events = await lastValueFrom(backend.load(file, LOAD_OPTIONS).pipe(toArray()));
    const progress = events.flatMap((event) => (event.type === 'progress' ? [event.progress] : []));
    expect(progress[0]).toBe(0);
    expect(progress.at(-1)).toBe(0.9);
    const model = await loaded([events.at(-1) as (typeof events)[0]]);
    // what was downloaded is the test's tiny model, and the loaded one says what it is
    expect(model.info).toMatchObject({ pooling: 'cls', dimensions: 32, weightBytes: ONNX.length });
    expect(await model.embed(await model.tokenize(['the cat']))).toHaveLength(1);
    await model.dispose();
  });

  it('loads two at once from one download', async () => {
    const { backend } = setUp(whole(ARCHIVE));
    const models = await Promise.all([1, 2].map(() => loaded(backend.load(file, LOAD_OPTIONS))));
    expect(server.requests).toHaveLength(1);
    await Promise.all(models.map((model) => model.dispose()));
  });

  it('stops the download when nobody waits for the load', async () => {
    const { backend, cacheFolder } = setUp(stalled(ARCHIVE, 5000));
    const load = backend.load(file, LOAD_OPTIONS);
    expect(await firstValueFrom(load)).toEqual({ type: 'progress', progress: 0 });
    const subscription = load.subscribe();
    await until(() => server.requests.length > 0);
    subscription.unsubscribe();
    await until(async () => (await readdir(cacheFolder)).length === 0);
    expect(server.dropped).toBe(server.requests.length);
  });

  it.each([
    ['fastembed:Splade_PP_en_v1', 'UNSUPPORTED'],
    ['fastembed:bge-huge', 'MODEL_NOT_FOUND'],
  ])('refuses %s', async (path, code) => {
    const { backend } = setUp(whole(ARCHIVE));
    await expect(backend.describe({ id: 'x', path })).rejects.toMatchObject({ code });
    await expect(lastValueFrom(backend.load({ id: 'x', path }, LOAD_OPTIONS))).rejects.toMatchObject({ code });
  });
});
