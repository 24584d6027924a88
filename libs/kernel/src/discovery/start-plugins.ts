import { PluginError } from '@predict-otron/plugin-sdk';
import type { KernelOptions } from '../configuration/kernel-options.js';
import { findCandidates } from './find-candidates.js';
import { type PluginSurroundings, startPlugin } from './start-plugin.js';
import { stopPlugins } from './stop-plugins.js';

/**
 * Finds all plugins and starts them one after the other, so that what is first wins and the end can go backwards.
 * Throws for a required plugin that fails, after those before it were stopped.
 */
export async function startPlugins(options: KernelOptions, surroundings: PluginSurroundings): Promise<void> {
  const { registry, setupTimeoutMs } = surroundings;
  for (const candidate of await findCandidates(options)) {
    const record = await startPlugin(candidate, surroundings);
    registry.put(record);
    if (record.state !== 'failed' || !candidate.required) continue;
    await stopPlugins(registry, setupTimeoutMs);
    throw new PluginError('INTERNAL', `The required plugin ${record.name} (${record.source}) failed: ${record.reason}`);
  }
}
