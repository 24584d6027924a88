import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveOf, type TarEntry } from '../testing/archive.js';
import { temporaryFolder } from '../testing/model-files.js';
import { unpackArchive } from './unpack-archive.js';

const content = Buffer.from('content');

describe('unpackArchive', () => {
  const folder = temporaryFolder();
  const never = new AbortController().signal;
  let count = 0;
  const unpack = async (archive: Buffer, signal = never) => {
    const name = join(folder.path, `${count++}`);
    await writeFile(`${name}.tar.gz`, archive);
    return unpackArchive(`${name}.tar.gz`, name, signal);
  };

  it('gives the only top folder', async () => {
    const path = await unpack(
      archiveOf([
        { path: 'model/a.txt', content },
        { path: 'model/b/c.txt', content },
      ]),
    );
    expect(path).toMatch(/model$/);
    expect(await readFile(join(path, 'b/c.txt'), 'utf8')).toBe('content');
  });

  it('gives the new folder when files lie at the top', async () => {
    const path = await unpack(archiveOf([{ path: './a.txt', content }]));
    expect(await readdir(path)).toEqual(['a.txt']);
  });

  it('leaves out links and what macOS adds', async () => {
    const entries: TarEntry[] = [
      { path: '._model', content },
      { path: 'model/a.txt', content },
      { path: 'model/._a.txt', content },
      { path: 'model/link', type: 'SymbolicLink', linkpath: 'a.txt' },
      { path: 'model/hard', type: 'Link', linkpath: 'model/a.txt' },
    ];
    expect(await readdir(await unpack(archiveOf(entries)))).toEqual(['a.txt']);
  });

  it.each<[string, TarEntry]>([
    ['a path above', { path: '../escaped.txt', content }],
    ['a path above, hidden', { path: 'model/../../escaped.txt', content }],
    ['an absolute path', { path: '/tmp/escaped.txt', content }],
  ])('refuses %s', async (_, entry) => {
    await expect(unpack(archiveOf([{ path: 'model/a.txt', content }, entry]))).rejects.toThrow();
    expect(await readdir(folder.path)).not.toContain('escaped.txt');
  });

  it.each([
    ['a cut archive', archiveOf([{ path: 'model/a.txt', content }]).subarray(0, 50)],
    ['a web page', Buffer.from('<html>not found</html>'.repeat(50))],
  ])('refuses %s', async (_, archive) => {
    await expect(unpack(archive)).rejects.toThrow();
  });

  it('stops when it is told to', async () => {
    await expect(unpack(archiveOf([{ path: 'a', content }]), AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
