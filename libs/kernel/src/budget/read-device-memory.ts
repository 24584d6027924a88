import type { HardwareProvider } from '@predict-otron/plugin-sdk';
import { withTimeLimit } from '../lifecycle/time-limit.js';
import type { PluginRegistry } from '../registry/plugin-registry.js';
import type { ReadDeviceMemory } from './device-limits.js';

const LIMIT_MS = 2000;

interface KnownDevice {
  provider: HardwareProvider;
  totalBytes: number;
}

/** Reads the memory of devices from the hardware providers. What devices there are is asked for once. */
export function deviceMemoryReader(registry: PluginRegistry): ReadDeviceMemory {
  let known: Promise<Map<string, KnownDevice>> | undefined;
  return async (deviceId) => {
    known ??= knownDevices(registry);
    const device = (await known).get(deviceId);
    if (!device) return undefined;
    const { provider, totalBytes } = device;
    return { totalBytes, freeBytes: await withTimeLimit('free', LIMIT_MS, () => provider.free(deviceId)) };
  };
}

async function knownDevices(registry: PluginRegistry): Promise<Map<string, KnownDevice>> {
  const known = new Map<string, KnownDevice>();
  await Promise.all(
    registry.parts('hardware').map(async ({ part: provider }) => {
      try {
        const { devices } = await withTimeLimit('detect', LIMIT_MS, () => provider.detect());
        for (const { id, totalBytes } of devices) known.set(id, { provider, totalBytes });
      } catch {
        // a provider that fails is reported by Hardware; a device that nobody knows has no limit
      }
    }),
  );
  return known;
}
