import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The plugins that were bundled with the program that runs, as the kernel's `bundledPlugins`; none where it runs unbundled.
 * @param program path of the program, by default the process's own
 */
export function bundledPlugins(program = process.argv[1] ?? ''): Record<string, string> {
  if (!existsSync(program)) return {};
  const folder = dirname(realpathSync(program));
  const list = join(folder, 'plugins.json');
  if (!existsSync(list)) return {};
  const modules: Record<string, string> = JSON.parse(readFileSync(list, 'utf8'));
  return Object.fromEntries(
    Object.entries(modules).map(([plugin, module]) => [realpathSync(join(folder, plugin)), join(folder, module)]),
  );
}
