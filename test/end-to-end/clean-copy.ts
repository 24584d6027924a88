import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SCOPE = '@predict-otron';

/**
 * Copies the built server as it would be installed: what it runs, its models, and no sources. Packages from elsewhere are
 * links to those of this tree. Gives the path of its program.
 */
export function copyServer(folder: string): string {
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, SCOPE), { recursive: true });
  for (const group of ['libs', 'plugins', 'apps'])
    for (const name of readdirSync(group)) copyPackage(group, name, folder);
  cpSync('models', join(folder, 'models'), { recursive: true });
  for (const name of readdirSync('node_modules'))
    if (name !== SCOPE && !name.startsWith('.')) symlinkSync(resolve('node_modules', name), join(modules, name));
  return join(folder, 'apps/server/bundle/main.js');
}

function copyPackage(group: string, name: string, folder: string): void {
  const target = join(folder, group, name);
  if (!existsSync(join(group, name, 'package.json'))) return;
  for (const part of ['package.json', 'dist', 'bundle'])
    if (existsSync(join(group, name, part))) cpSync(join(group, name, part), join(target, part), { recursive: true });
  symlinkSync(target, join(folder, 'node_modules', SCOPE, name));
}
