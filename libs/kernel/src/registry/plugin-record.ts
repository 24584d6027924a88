import type { Contributions, JsonObject } from '@predict-otron/plugin-sdk';

/** What it takes to set a plugin up once more, in a process of its own. */
export interface PluginLaunch {
  /** Real path of its package. */
  folder: string;
  /** The module that it was bundled into. */
  bundled?: string;
  /** Complete, with its defaults. */
  config: JsonObject;
  cacheFolder: string;
  /** Its models run in child processes of their own unless their settings say otherwise. */
  isolate: boolean;
}

/** A plugin that was found: what it is, how it fares and what it brought. */
export interface PluginRecord {
  /** The plugin's name; the package's where the plugin could not be read. */
  name: string;
  /** Of its package. */
  version: string;
  /** Path of its package, or what the configuration says where there is none. */
  source: string;
  state: 'ready' | 'failed' | 'disposed';
  /** Why it failed: a sentence or two for a person. */
  reason?: string;
  /** How often the plugin was replaced by another state of its package before this one. */
  generation?: number;
  /** Why it still runs although its package has changed: the new one cannot be set up. */
  notice?: string;
  /** What `setup` returned; empty for a failed plugin. */
  contributions: Contributions;
  /** Of the state of its package's files, see `packagePrint`. */
  print?: string;
  /** Of a plugin that was set up. It may hold secrets: never shown. */
  launch?: PluginLaunch;
}
