import { Logger } from '@nestjs/common';
import { PluginError } from '@predict-otron/plugin-sdk';
import { withTimeLimit } from '../lifecycle/time-limit.js';
import type { PluginRecord } from '../registry/plugin-record.js';
import type { PluginRegistry } from '../registry/plugin-registry.js';

const logger = new Logger('Kernel');

/** Disposes all running plugins in reverse order. A plugin that throws or hangs is logged and the rest goes on. */
export async function stopPlugins(registry: PluginRegistry, limitMs: number): Promise<void> {
  for (const record of [...registry.records].reverse()) {
    if (record.state !== 'ready') continue;
    registry.retire(record);
    await disposePlugin(record, limitMs);
  }
}

/** Ends what a plugin has opened. Never throws. */
export async function disposePlugin({ name, contributions }: PluginRecord, limitMs: number): Promise<void> {
  try {
    await withTimeLimit('Its dispose', limitMs, () => contributions.dispose?.());
  } catch (error) {
    logger.error(`Plugin ${name} did not end cleanly: ${PluginError.from(error).message}`);
  }
}
