import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { modelAt, scanModelFolders } from './catalog.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'catalog-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function put(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), '');
  }
}

async function ids(...folders: string[]): Promise<Record<string, string>> {
  const { models, problems } = await scanModelFolders(folders.map((folder) => join(root, folder)));
  expect(problems).toEqual([]);
  return Object.fromEntries(models.map(({ id, path }) => [id, path.slice(root.length + 1)]));
}

describe('scanModelFolders', () => {
  it('finds GGUF files, first shards and ONNX folders at any depth', async () => {
    await put(
      'models/chat-q8_0.gguf',
      'models/owner/repo/big-Q4_K_M-00001-of-00002.gguf',
      'models/owner/repo/big-Q4_K_M-00002-of-00002.gguf',
      'models/embed/model.onnx',
      'models/embed/tokenizer.json',
      'models/bge/model_quantized.onnx',
      'models/bge/tokenizer.json',
      'models/no-tokenizer/model.onnx',
      'models/.cache/hidden.gguf',
      'models/README.md',
      'models/half.gguf.part',
    );
    expect(await ids('models')).toEqual({
      chat: 'models/chat-q8_0.gguf',
      big: 'models/owner/repo/big-Q4_K_M-00001-of-00002.gguf',
      embed: 'models/embed',
      bge: 'models/bge',
    });
  });

  it('keeps two files of one id, the second with its quantization', async () => {
    await put('a/m-Q8_0.gguf', 'a/m-Q4_K_M.gguf', 'b/m-Q2_K.gguf');
    expect(await ids('a', 'b')).toEqual({
      m: 'a/m-Q4_K_M.gguf',
      'm:Q8_0': 'a/m-Q8_0.gguf',
      'm:Q2_K': 'b/m-Q2_K.gguf',
    });
  });

  it('counts once what it reaches twice, and ends in a circle of links', async () => {
    await put('a/m-Q8_0.gguf');
    await symlink(join(root, 'a'), join(root, 'a/again'));
    await symlink(join(root, 'a/m-Q8_0.gguf'), join(root, 'a/other.gguf'));
    expect(await ids('a', 'a', '.')).toEqual({ m: 'a/m-Q8_0.gguf' });
  });

  it('names a linked file after the link, as the Hub cache needs it', async () => {
    await put('blobs/4f2a');
    await mkdir(join(root, 'snapshots'));
    await symlink(join(root, 'blobs/4f2a'), join(root, 'snapshots/chat-Q8_0.gguf'));
    expect(await ids('.')).toEqual({ chat: 'snapshots/chat-Q8_0.gguf' });
  });

  it('finds the model when the folder itself is one', async () => {
    await put('embed/model.onnx', 'embed/tokenizer.json');
    expect(await ids('embed')).toEqual({ embed: 'embed' });
  });

  it('finds nothing in a folder that does not exist, and passes over a link to nothing', async () => {
    await put('a/m.gguf');
    await symlink(join(root, 'gone.gguf'), join(root, 'a/broken.gguf'));
    expect(await ids('none', 'a')).toEqual({ m: 'a/m.gguf' });
  });

  it('tells when a model was last written', async () => {
    await put('m.gguf', 'embed/model.onnx', 'embed/tokenizer.json');
    for (const [file, seconds] of Object.entries({ 'm.gguf': 1000, 'embed/model.onnx': 2000 }))
      await utimes(join(root, file), seconds, seconds);
    const { models } = await scanModelFolders([root]);
    expect(models.map(({ id, modifiedAt }) => [id, modifiedAt])).toEqual([
      ['embed', 2_000_000],
      ['m', 1_000_000],
    ]);
  });

  it('reports a path that is not usable and goes on', async () => {
    await put('m.gguf');
    const { models, problems } = await scanModelFolders([join(root, 'x'.repeat(300)), root]);
    expect(models.map(({ id }) => id)).toEqual(['m']);
    expect(problems).toEqual([{ path: join(root, 'x'.repeat(300)), reason: expect.stringContaining('ENAMETOOLONG') }]);
  });
});

describe('modelAt', () => {
  it('leaves a reference to its backend', async () => {
    const path = 'fastembed:BAAI/bge-small-en-v1.5';
    expect(await modelAt('bge', path)).toEqual({ id: 'bge', path, modifiedAt: 0 });
  });

  it('takes the id that it is given', async () => {
    await put('x/y.gguf');
    const path = join(root, 'x/y.gguf');
    expect(await modelAt('mine', path)).toEqual({ id: 'mine', path, modifiedAt: expect.any(Number) });
  });

  it('throws where there is nothing', async () => {
    await expect(modelAt('mine', join(root, 'none.gguf'))).rejects.toThrow('ENOENT');
  });
});
