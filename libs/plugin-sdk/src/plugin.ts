import type { Contributions } from './contributions.js';
import type { JsonObject } from './json.js';
import type { PluginContext } from './plugin-context.js';

/** The version of this contract. The kernel refuses a plugin that was written for another one. */
export const API_VERSION = 1;

/**
 * What a plugin package exports as its default: one plain object. The kernel imports it, checks `apiVersion`,
 * validates the configuration against `configSchema` and calls `setup` once, with a time limit.
 */
export interface Plugin {
  apiVersion: typeof API_VERSION;
  /** Unique among the loaded plugins; kebab-case, such as `runner-llama`. */
  name: string;
  /** JSON Schema 2020-12 of the plugin's configuration. Its defaults are filled in before `setup` sees it. */
  configSchema?: JsonObject;
  /** Called once. What it throws makes the plugin `failed`, with the message as the reason; nothing else fails. */
  setup(context: PluginContext): Contributions | Promise<Contributions>;
}
