/** A plugin on disk: its package, its entry, its import, the shape of what it exports, and its configuration. */
export { checkContributions } from './check-contributions.js';
export { checkPlugin } from './check-plugin.js';
export { completeConfig } from './complete-config.js';
export { importPlugin } from './import-plugin.js';
export { pluginEntry } from './plugin-entry.js';
export { type PluginPackage, pluginField, readPackage } from './plugin-package.js';
