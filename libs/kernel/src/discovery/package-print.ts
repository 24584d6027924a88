import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Links may lead in circles. */
const DEEPEST = 16;

/**
 * Changes whenever a file of a package is added, changed or removed; `undefined` where there is no such folder. What
 * is installed inside of it, and what begins with a dot, is left out.
 */
export async function packagePrint(folder: string): Promise<string | undefined> {
  const lines = await linesOf(folder).catch(() => undefined);
  return lines && createHash('sha256').update(lines.join('\n')).digest('hex');
}

async function linesOf(folder: string, depth = DEEPEST): Promise<string[]> {
  const names = await readdir(folder);
  const kept = names.filter((name) => name !== 'node_modules' && !name.startsWith('.'));
  const lines = await Promise.all(
    kept.map(async (name) => {
      const path = join(folder, name);
      const found = await stat(path).catch(() => undefined);
      if (found?.isDirectory()) return depth > 0 ? linesOf(path, depth - 1) : [];
      return [`${path} ${found?.size} ${found?.mtimeMs}`];
    }),
  );
  return lines.flat().sort();
}
