import { join } from 'node:path';
import { PluginError } from '@predict-otron/plugin-sdk';
import { exports as resolveExports } from 'resolve.exports';
import { type PluginPackage, pluginField } from './plugin-package.js';

/**
 * Absolute path of the module that exports the plugin: the export that `otron.plugin` names, or the package's main one.
 * Resolved from the package.json as Node's `import` does, so that it is the same file wherever the package was found.
 */
export function pluginEntry({ folder, manifest }: PluginPackage): string {
  const field = pluginField(manifest) ?? true;
  const subpath = field === true ? '.' : field;
  if (typeof subpath !== 'string' || !/^\.(\/|$)/.test(subpath))
    throw new PluginError(
      'INPUT_INVALID',
      'The field "otron.plugin" of its package.json must be true, "." or start with "./".',
    );
  if (!manifest.exports) return join(folder, subpath === '.' ? mainFile(manifest.main) : subpath);
  const [target] = exportTargets(manifest, subpath) ?? [];
  if (!target)
    throw new PluginError('INPUT_INVALID', `Its package.json has no export "${subpath}" that can be imported.`);
  return join(folder, target);
}

function mainFile(main: unknown): string {
  if (typeof main !== 'string' || main === '') return 'index.js';
  return /\.[cm]?js$/.test(main) ? main : `${main}.js`;
}

function exportTargets(manifest: PluginPackage['manifest'], subpath: string): string[] | undefined {
  try {
    return resolveExports(manifest, subpath) ?? undefined;
  } catch {
    return undefined; // it throws where the package exports no such path
  }
}
