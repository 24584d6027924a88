import { createRequire } from 'node:module';
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from '@predict-otron/plugin-sdk';
import { checkPlugin } from './check-plugin.js';
import { pluginEntry } from './plugin-entry.js';
import type { PluginPackage } from './plugin-package.js';
import { hookLoader, shareSdk } from './share-sdk.js';

/** How a plugin's module is imported. */
export interface ImportOptions {
  /** The module that the package was bundled into. */
  bundled?: string;
  /** Imports the package's modules anew, however often they were imported before; each version is one of its own. */
  version?: string;
}

/**
 * Runs a package's plugin module, or the one that it was bundled into, and gives the plugin that it exports. Throws where
 * there is none of the right shape.
 */
export async function importPlugin(found: PluginPackage, options: ImportOptions = {}): Promise<Plugin> {
  const entry = options.bundled ?? pluginEntry(found);
  const url = pathToFileURL(entry);
  shareSdk(entry);
  if (options.version !== undefined) {
    hookLoader();
    forgetCommonJs(found.folder);
    url.searchParams.set('otron-version', options.version);
  }
  const module: { default?: unknown } = await import(url.href);
  return checkPlugin(module.default);
}

/** Modules of CommonJS are kept by their path alone. */
function forgetCommonJs(folder: string): void {
  const { cache } = createRequire(import.meta.url);
  for (const path of Object.keys(cache))
    if (path.startsWith(folder + sep) && !path.slice(folder.length).includes(`${sep}node_modules${sep}`))
      delete cache[path];
}
