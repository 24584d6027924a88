import { createHash } from 'node:crypto';
import { readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastValueFrom, toArray } from 'rxjs';
import { type CatalogueModel, findInCatalogue } from '../catalogue/catalogue.js';
import { modelArchive } from '../testing/archive.js';
import { type Answer, ArchiveServer, cut, stalled, status, whole } from '../testing/archive-server.js';
import { recordingLogger } from '../testing/load.js';
import { TINY_FILES, temporaryFolder, writeFiles } from '../testing/model-files.js';
import { tinyBert } from '../testing/tiny-bert.js';
import { VOCABULARY_TOKENS } from '../testing/tiny-tokenizer.js';
import { until } from '../testing/until.js';
import { flawIn } from './manifest.js';
import { ModelCache } from './model-cache.js';

const MODEL = findInCatalogue('bge-small-en-v1.5') as CatalogueModel;
const ONNX = tinyBert({ hidden: 32, vocabulary: VOCABULARY_TOKENS });
const FILES = { ...TINY_FILES, 'model_optimized.onnx': ONNX };
const ARCHIVE = modelArchive(MODEL.name, FILES);

describe('ModelCache', () => {
  const folder = temporaryFolder();
  const server = new ArchiveServer();
  let base: URL;
  let count = 0;
  beforeAll(async () => {
    base = await server.start();
  });
  afterAll(() => server.stop());

  const setUp = (...answers: Answer[]) => {
    const cacheFolder = join(folder.path, `${count++}`);
    const logger = recordingLogger();
    const cacheOf = (sha256 = {}) => new ModelCache({ downloadBaseUrl: base, cacheFolder, sha256 }, logger);
    server.answerWith(...answers);
    return { cacheFolder, logger, cache: cacheOf(), cacheOf };
  };
  const flawOf = (cache: ModelCache) => flawIn(cache.folderOf(MODEL), MODEL.modelFile);
  const onnxIn = (cacheFolder: string) => readFile(join(cacheFolder, MODEL.name, 'model_optimized.onnx'));

  it('fetches a model whole and leaves nothing else', async () => {
    const { cache, cacheFolder } = setUp(whole(ARCHIVE));
    expect(await flawOf(cache)).toBe('absent');
    const progress = await lastValueFrom(cache.fetch(MODEL).pipe(toArray()));
    expect(progress[0]).toBe(0);
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(server.requests).toEqual(['/models/fast-bge-small-en-v1.5.tar.gz']);
    expect(await flawOf(cache)).toBeUndefined();
    expect(await readdir(cacheFolder)).toEqual([MODEL.name]);
    expect(await onnxIn(cacheFolder)).toEqual(ONNX);
  });

  it('fetches nothing twice', async () => {
    const { cache } = setUp(whole(ARCHIVE));
    await lastValueFrom(cache.fetch(MODEL));
    await lastValueFrom(cache.fetch(MODEL));
    expect(server.requests).toHaveLength(1);
  });

  it('shares one download', async () => {
    const { cache } = setUp(whole(ARCHIVE));
    await Promise.all([1, 2, 3].map(() => lastValueFrom(cache.fetch(MODEL))));
    expect(server.requests).toHaveLength(1);
    expect(await flawOf(cache)).toBeUndefined();
  });

  it('goes on for those who stay, and stops when the last one leaves', async () => {
    const { cache, cacheFolder } = setUp(stalled(ARCHIVE, 5000));
    const first = cache.fetch(MODEL).subscribe();
    const second = cache.fetch(MODEL).subscribe();
    await until(() => server.requests.length === 1);
    first.unsubscribe();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.dropped).toBe(0);
    second.unsubscribe();
    await until(() => server.dropped === 1);
    await until(async () => (await readdir(cacheFolder)).length === 0);

    server.answerWith(whole(ARCHIVE));
    await lastValueFrom(cache.fetch(MODEL));
    expect(await flawOf(cache)).toBeUndefined();
  });

  it.each<[string, Answer[]]>([
    ['a cut connection', [cut(ARCHIVE, 5000), whole(ARCHIVE)]],
    ['a server error', [status(500), whole(ARCHIVE)]],
    ['two of them', [status(503), status(502), whole(ARCHIVE)]],
  ])('tries again after %s', async (_, answers) => {
    const { cache, cacheFolder, logger } = setUp(...answers);
    const progress = await lastValueFrom(cache.fetch(MODEL).pipe(toArray()));
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(server.requests).toHaveLength(answers.length);
    expect(logger.messages).toContain('the download is tried again');
    expect(await onnxIn(cacheFolder)).toEqual(ONNX);
  });

  it.each<[string, Answer, number, RegExp]>([
    ['a server that stays down', status(503), 3, /503; tried 3 times/],
    ['a missing archive', status(404), 1, /404/],
    ['a web page', whole(Buffer.from('<html>hello</html>'.repeat(100))), 1, /is not the model/],
    ['an archive cut at its source', whole(ARCHIVE.subarray(0, ARCHIVE.length / 2)), 1, /is not the model/],
    ['an empty archive', whole(modelArchive(MODEL.name, {})), 1, /lacks tokenizer.json/],
    [
      'a model without its tokenizer',
      whole(modelArchive(MODEL.name, { ...FILES, 'tokenizer.json': undefined })),
      1,
      /lacks tokenizer.json/,
    ],
    [
      'an empty ONNX file',
      whole(modelArchive(MODEL.name, { ...FILES, 'model_optimized.onnx': Buffer.alloc(0) })),
      1,
      /not an ONNX model/,
    ],
    [
      'a cut ONNX file',
      whole(modelArchive(MODEL.name, { ...FILES, 'model_optimized.onnx': ONNX.subarray(0, -100) })),
      1,
      /not a complete ONNX file/,
    ],
    [
      'an archive with another model file',
      whole(modelArchive(MODEL.name, { ...TINY_FILES, 'x.onnx': ONNX })),
      1,
      /no file/,
    ],
  ])('of %s keeps nothing', async (_, answer, requests, message) => {
    const { cache, cacheFolder } = setUp(answer);
    await expect(lastValueFrom(cache.fetch(MODEL))).rejects.toMatchObject({
      code: 'UPSTREAM',
      message: expect.stringMatching(message),
    });
    expect(server.requests).toHaveLength(requests);
    expect(await readdir(cacheFolder)).toEqual([]);

    server.answerWith(whole(ARCHIVE));
    await lastValueFrom(cache.fetch(MODEL));
    expect(await flawOf(cache)).toBeUndefined();
  });

  it('compares the archive with the checksum that is configured', async () => {
    const { cacheOf, cacheFolder } = setUp(whole(ARCHIVE));
    const wrong = cacheOf({ 'BAAI/bge-small-en-v1.5': '0'.repeat(64) });
    await expect(lastValueFrom(wrong.fetch(MODEL))).rejects.toMatchObject({
      message: expect.stringContaining('SHA-256'),
    });
    expect(await readdir(cacheFolder)).toEqual([]);
    const right = cacheOf({ [MODEL.name]: createHash('sha256').update(ARCHIVE).digest('hex').toUpperCase() });
    await lastValueFrom(right.fetch(MODEL));
    expect(await flawOf(right)).toBeUndefined();
    expect(() => cacheOf({ 'bge-huge': '0'.repeat(64) })).toThrow('bge-huge');
  });

  it.each<[string, (path: string) => Promise<unknown>]>([
    ['a cut file', (path) => writeFile(join(path, 'model_optimized.onnx'), ONNX.subarray(0, 1000))],
    ['a file of other contents', (path) => writeFile(join(path, 'model_optimized.onnx'), Buffer.alloc(ONNX.length))],
    ['a missing file', (path) => rename(join(path, 'config.json'), join(path, 'other.json'))],
  ])('finds %s and fetches the model anew', async (_, damage) => {
    const { cache, cacheFolder, logger } = setUp(whole(ARCHIVE));
    await lastValueFrom(cache.fetch(MODEL));
    await damage(join(cacheFolder, MODEL.name));
    await lastValueFrom(cache.fetch(MODEL));
    expect(server.requests).toHaveLength(2);
    expect(logger.messages).toContain('a broken model is removed and fetched again');
    expect(await onnxIn(cacheFolder)).toEqual(ONNX);
    expect(await flawOf(cache)).toBeUndefined();
  });

  it('replaces a folder that was unpacked in half', async () => {
    const { cache, cacheFolder } = setUp(whole(ARCHIVE));
    const half = { 'config.json': TINY_FILES['config.json'], 'model_optimized.onnx': ONNX.subarray(0, 999) };
    await writeFiles(join(cacheFolder, MODEL.name), half);
    expect(await flawOf(cache)).toContain('lacks tokenizer.json');
    await lastValueFrom(cache.fetch(MODEL));
    expect(await onnxIn(cacheFolder)).toEqual(ONNX);
  });

  it('takes over a whole folder of fastembed', async () => {
    const { cache, cacheFolder } = setUp(status(404));
    await writeFiles(join(cacheFolder, MODEL.name), FILES);
    await lastValueFrom(cache.fetch(MODEL));
    expect(server.requests).toEqual([]);
    expect(await flawOf(cache)).toBeUndefined();
  });

  it('sweeps up after downloads that never ended', async () => {
    const { cache, cacheFolder } = setUp(whole(ARCHIVE));
    const [old, young] = ['.download-fast-old-aaaaaa', '.download-fast-young-bbbbbb'].map((n) => join(cacheFolder, n));
    const yesterday = new Date(Date.now() - 24 * 3600 * 1000);
    for (const path of [old, young]) await writeFiles(path as string, { 'archive.tar.gz': 'half' });
    await utimes(join(old as string, 'archive.tar.gz'), yesterday, yesterday);
    await utimes(old as string, yesterday, yesterday);
    await lastValueFrom(cache.fetch(MODEL));
    expect((await readdir(cacheFolder)).sort()).toEqual(['.download-fast-young-bbbbbb', MODEL.name]);
  });

  it('keeps the model of a process that was faster', async () => {
    const slower = setUp(whole(ARCHIVE));
    server.answerWith((request, response) => {
      void writeFiles(join(slower.cacheFolder, MODEL.name), FILES).then(() => whole(ARCHIVE)(request, response));
    });
    await lastValueFrom(slower.cache.fetch(MODEL));
    expect(await flawOf(slower.cache)).toBeUndefined();
    expect(await readdir(slower.cacheFolder)).toEqual([MODEL.name]);
  });
});
