import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PluginError } from '@predict-otron/plugin-sdk';
import { extract, list, type ReadEntry } from 'tar';
import { installDependencies } from './install-dependencies.js';

const PLAIN = ['File', 'OldFile', 'ContiguousFile', 'Directory'];
/** More than any plugin has; an archive that is made to fill the disk has more. */
const MOST_ENTRIES = 50_000;
const MOST_BYTES = 1024 ** 3;

/**
 * Unpacks what `npm pack` made into a folder of its own below `root`, with what it depends on, and gives the package's
 * folder. The same archive is unpacked once; another one, also of the same name, never touches it. Throws `INPUT_INVALID`
 * for an archive with a path that leads out of it, with a link, or too large.
 */
export async function unpackPlugin(archive: string, root: string): Promise<string> {
  const folder = join(root, `${basename(archive, '.tgz')}-${(await digestOf(archive)).slice(0, 16)}`);
  if (existsSync(folder)) return join(folder, 'package');
  await checkEntries(archive);
  await mkdir(root, { recursive: true, mode: 0o700 });
  const unfinished = await mkdtemp(`${folder}.`);
  try {
    const target = join(unfinished, 'package');
    await mkdir(target);
    await extract({ file: archive, cwd: target, strip: 1, strict: true, noMtime: true });
    await installDependencies(unfinished);
    // another process may have been faster; what it made is the same
    await rename(unfinished, folder).catch(async (error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return join(folder, 'package');
}

/** Nothing is written before all of it is known to be harmless. */
async function checkEntries(archive: string): Promise<void> {
  let entries = 0;
  let bytes = 0;
  let fault: string | undefined;
  const look = ({ path, type, size }: ReadEntry) => {
    entries += 1;
    bytes += size;
    if (!PLAIN.includes(type)) fault ??= `holds "${path}", which is no file (${type})`;
    else if (isOutside(path)) fault ??= `holds "${path}", which leads out of its folder`;
    else if (entries > MOST_ENTRIES || bytes > MOST_BYTES) fault ??= 'is too large for a plugin';
  };
  try {
    await list({ file: archive, strict: true, onReadEntry: look });
  } catch (error) {
    fault ??= `cannot be read: ${(error as Error).message}`;
  }
  if (entries === 0) fault ??= 'is empty';
  if (fault) throw new PluginError('INPUT_INVALID', `The archive ${fault}. Make it with \`npm pack\`.`);
}

function isOutside(path: string): boolean {
  return /^([/\\]|[A-Za-z]:)/.test(path) || path.split(/[/\\]/).includes('..');
}

async function digestOf(archive: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(archive), hash);
  return hash.digest('hex');
}
