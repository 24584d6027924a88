import type { Plugin } from '@predict-otron/plugin-sdk';
import { type CheckResult, checkPlugin } from './check-plugin.js';
import type { PluginTestOptions } from './options.js';

/** A check that a plugin did not pass. */
export type Failure = Required<CheckResult>;

/** What a plugin does not pass of the whole contract test. An empty list: the plugin keeps the contract. */
export async function findFailures(plugin: Plugin, options: PluginTestOptions): Promise<Failure[]> {
  const failures: Failure[] = [];
  for await (const result of checkPlugin(plugin, options))
    if (result.error) failures.push({ ...result, error: result.error });
  return failures;
}
