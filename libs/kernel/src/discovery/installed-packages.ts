import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The `node_modules` folders in which Node looks for a package that is imported from this folder, nearest first. */
export function nodeModulesAbove(folder: string): string[] {
  const parent = dirname(folder);
  return [join(folder, 'node_modules'), ...(parent === folder ? [] : nodeModulesAbove(parent))];
}

/** Folders of all packages that can be imported from this folder by name; of two with one name, the nearer. */
export async function installedPackages(folder: string): Promise<string[]> {
  const byName = new Map<string, string>();
  for (const nodeModules of nodeModulesAbove(folder))
    for (const name of await packageNames(nodeModules))
      if (!byName.has(name)) byName.set(name, join(nodeModules, name));
  return [...byName.values()];
}

async function packageNames(nodeModules: string): Promise<string[]> {
  const names = await namesIn(nodeModules);
  const scopes = names.map(async (name) =>
    name.startsWith('@') ? (await namesIn(join(nodeModules, name))).map((inner) => `${name}/${inner}`) : [name],
  );
  return (await Promise.all(scopes)).flat();
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []); // most of the folders do not exist
  return names.filter((name) => !name.startsWith('.')).sort();
}
