import type { MemoryNeed } from '@predict-otron/plugin-sdk';

/** Bytes on each device, by its id. */
export type DeviceBytes = ReadonlyMap<string, number>;

/** All that a model takes on each device. */
export function bytesOf(needs: readonly MemoryNeed[]): DeviceBytes {
  const bytes = new Map<string, number>();
  for (const { deviceId, weights, kvCache, compute } of needs) {
    bytes.set(deviceId, (bytes.get(deviceId) ?? 0) + weights + kvCache + compute);
  }
  return bytes;
}

export function sumOf(all: Iterable<DeviceBytes>): DeviceBytes {
  const sum = new Map<string, number>();
  for (const bytes of all) for (const [id, count] of bytes) sum.set(id, (sum.get(id) ?? 0) + count);
  return sum;
}

/** For people: `1.5 GiB`, `512 MiB`. */
export function readableBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const unit = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Number((bytes / 1024 ** unit).toPrecision(3))} ${units[unit]}`;
}
