import { pathToFileURL } from 'node:url';
import type { Plugin } from '@predict-otron/plugin-sdk';
import { checkPlugin } from './check-plugin.js';
import { pluginEntry } from './plugin-entry.js';
import type { PluginPackage } from './plugin-package.js';
import { shareSdk } from './share-sdk.js';

/**
 * Runs a package's plugin module, or the one that it was bundled into, and gives the plugin that it exports. Throws where
 * there is none of the right shape.
 */
export async function importPlugin(found: PluginPackage, bundled?: string): Promise<Plugin> {
  const entry = bundled ?? pluginEntry(found);
  shareSdk(entry);
  const module: { default?: unknown } = await import(pathToFileURL(entry).href);
  return checkPlugin(module.default);
}
