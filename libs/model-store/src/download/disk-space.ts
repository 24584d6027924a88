import { statfs } from 'node:fs/promises';
import { PluginError } from '@predict-otron/plugin-sdk';

/** Throws `DISK_FULL` where so many bytes more would leave less than the floor. A disk that does not tell is trusted. */
export async function checkDiskSpace(folder: string, needed: number, floor: number): Promise<void> {
  const disk = await statfs(folder).catch(() => undefined);
  if (!disk) return;
  const free = disk.bavail * disk.bsize;
  if (free - needed >= floor) return;
  const message = `The disk of the store has ${inMiB(free)} free; the download needs ${inMiB(needed)} and ${inMiB(floor)} must stay free. Delete models, or put HF_HOME on a larger disk.`;
  throw new PluginError('DISK_FULL', message, { freeBytes: free, neededBytes: needed, floorBytes: floor });
}

function inMiB(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
