import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The `node_modules` folders in which Node looks for a package that is imported from this folder, nearest first. */
export function nodeModulesAbove(folder: string): string[] {
  const parent = dirname(folder);
  return [join(folder, 'node_modules'), ...(parent === folder ? [] : nodeModulesAbove(parent))];
}

/**
 * Folders of the packages that can be imported from this folder by name and whose package.json has the word "otron"; of
 * two packages of one name, the nearer. Synchronous: of the thousand small files that it reads at start, each would take
 * several times as long otherwise.
 */
export function installedCandidates(folder: string): string[] {
  const byName = new Map<string, string>();
  for (const nodeModules of nodeModulesAbove(folder))
    for (const name of packageNames(nodeModules)) if (!byName.has(name)) byName.set(name, join(nodeModules, name));
  return [...byName.values()].filter(mentionsOtron);
}

function packageNames(nodeModules: string): string[] {
  return namesIn(nodeModules).flatMap((name) =>
    name.startsWith('@') ? namesIn(join(nodeModules, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

function namesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder);
    return names.filter((name) => !name.startsWith('.')).sort();
  } catch {
    return []; // most of these folders do not exist
  }
}

function mentionsOtron(folder: string): boolean {
  try {
    return readFileSync(join(folder, 'package.json'), 'utf8').includes('"otron"');
  } catch {
    return false;
  }
}
