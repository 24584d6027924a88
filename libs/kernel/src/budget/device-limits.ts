import type { MemoryLimit } from '../configuration/kernel-options.js';
import type { DeviceBytes } from './device-bytes.js';

/** What a hardware provider says of a device's memory. */
export interface DeviceMemory {
  totalBytes: number;
  /** Now. */
  freeBytes: number;
}

/** Asks for a device's memory; `undefined` where no provider knows the device. */
export type ReadDeviceMemory = (deviceId: string) => Promise<DeviceMemory | undefined>;

/** Of the memory that models could have, what they get where nothing is configured: other programs take more at times. */
const DEFAULT_SHARE = 0.9;

/** Limit for every device that has none of its own. */
const EVERY_DEVICE = '*';

/** How many bytes models may take on each device, all together. */
export class DeviceLimits {
  private readonly current = new Map<string, number>();

  /** `configured` is by device id; a share is of the device's total. */
  constructor(
    private readonly configured: Readonly<Record<string, MemoryLimit>> = {},
    private readonly read: ReadDeviceMemory = async () => undefined,
  ) {}

  /** Bytes; infinite where nothing is configured and no hardware provider knows the device. */
  of(deviceId: string): number {
    return this.current.get(deviceId) ?? this.configured[deviceId]?.bytes ?? Number.POSITIVE_INFINITY;
  }

  /** Looks at the devices again. `held`: what models take now, which is free for models. */
  async refresh(deviceIds: Iterable<string>, held: () => DeviceBytes): Promise<void> {
    await Promise.all([...deviceIds].map(async (id) => this.current.set(id, await this.limit(id, held))));
  }

  private async limit(deviceId: string, held: () => DeviceBytes): Promise<number> {
    const { bytes, share } = this.configured[deviceId] ?? this.configured[EVERY_DEVICE] ?? {};
    if (bytes !== undefined) return bytes;
    const memory = await this.read(deviceId).catch(() => undefined);
    if (!memory) return Number.POSITIVE_INFINITY;
    const { totalBytes, freeBytes } = memory;
    if (share !== undefined) return Math.floor(totalBytes * share);
    return Math.floor(Math.min(totalBytes, freeBytes + (held().get(deviceId) ?? 0)) * DEFAULT_SHARE);
  }
}
