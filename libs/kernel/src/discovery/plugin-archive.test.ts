import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { unpackPlugin } from './plugin-archive.js';
import { PluginPackages } from './plugin-packages.fixture.js';

let packages: PluginPackages;
let root: string;

beforeEach(async () => {
  packages = await PluginPackages.create();
  root = join(packages.root, 'private');
});

afterEach(() => packages.remove());

/** A tar.gz with these entries, whatever they are. */
async function archiveOf(
  entries: { path: string; text?: string; type?: 'File' | 'SymbolicLink'; linkpath?: string }[],
) {
  const blocks = entries.flatMap(({ path, text = '', type = 'File', linkpath }) => {
    const size = type === 'File' ? Buffer.byteLength(text) : 0;
    const header = new Header({ path, type, size, mode: 0o644, mtime: new Date(0), ...(linkpath && { linkpath }) });
    header.encode();
    const body = Buffer.alloc(Math.ceil(size / 512) * 512);
    body.write(text);
    return [header.block as Buffer, body];
  });
  const file = join(packages.root, 'made-1.0.0.tgz');
  await writeFile(file, gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)])));
  return file;
}

const manifest = (fields = {}) => ({
  path: 'package/package.json',
  text: JSON.stringify({ name: 'made', version: '1.0.0', ...fields }),
});

describe('unpackPlugin', () => {
  it('unpacks what `npm pack` made, once, beside what was there before', async () => {
    const source = await packages.addPlugin('made', 'setup: () => ({})');
    const pack = () => execFileSync('npm', ['pack', '--silent', '--pack-destination', packages.root], { cwd: source });
    pack();
    const archive = join(packages.root, 'made-1.2.3.tgz');
    const first = await unpackPlugin(archive, root);
    expect((await readdir(first)).sort()).toEqual(['index.js', 'package.json']);
    await writeFile(join(first, 'note'), 'mine');
    expect(await unpackPlugin(archive, root)).toBe(first);
    expect(await readFile(join(first, 'note'), 'utf8')).toBe('mine');
    await writeFile(join(source, 'index.js'), 'export default {};');
    pack();
    const second = await unpackPlugin(archive, root);
    expect(second).not.toBe(first);
    expect(await readFile(join(first, 'note'), 'utf8')).toBe('mine');
    expect(await readdir(root)).toHaveLength(2);
  });

  it('takes what the archive brings along for what it depends on', async () => {
    const bundled = { path: 'package/node_modules/left/package.json', text: '{"name":"left","version":"1.0.0"}' };
    const needs = { dependencies: { left: '1.0.0', rxjs: '^7', '@predict-otron/plugin-sdk': '^0.1.0' } };
    const folder = await unpackPlugin(await archiveOf([manifest(needs), bundled]), root);
    expect(await readdir(join(folder, '..'))).toEqual(['package']);
  });

  it('installs what it needs beside it, and says what npm could not', async () => {
    const local = await packages.add('local', 'export default 1;');
    const folder = await unpackPlugin(await archiveOf([manifest({ dependencies: { local: `file:${local}` } })]), root);
    expect(await readdir(join(folder, '../node_modules'))).toContain('local');
    const missing = await archiveOf([manifest({ dependencies: { gone: 'file:/no/such/folder.tgz' } })]);
    await expect(unpackPlugin(missing, root)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('It needs gone'),
    });
  });

  it.each([
    ['leads out', [{ path: 'package/../../evil', text: 'x' }], 'leads out of its folder'],
    ['is absolute', [{ path: '/tmp/evil', text: 'x' }], 'leads out of its folder'],
    ['is a link', [{ path: 'package/evil', type: 'SymbolicLink' as const, linkpath: '/etc' }], 'is no file'],
  ])('refuses an archive with a path that %s, and writes nothing', async (_, entries, why) => {
    const archive = await archiveOf([manifest(), ...entries]);
    await expect(unpackPlugin(archive, root)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(why),
    });
    expect((await readdir(packages.root)).sort()).toEqual(['made-1.0.0.tgz', 'node_modules']);
  });

  it('refuses what is no archive', async () => {
    const file = join(packages.root, 'made-1.0.0.tgz');
    await writeFile(file, 'no archive at all');
    await expect(unpackPlugin(file, root)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});
