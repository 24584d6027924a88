import type { MemoryInfo } from '@predict-otron/hardware-probe';
import type { Gpu } from './gpu.js';

const MIB = 2 ** 20;

/**
 * Parses `nvidia-smi --query-gpu=index,uuid,name,memory.total,memory.free,driver_version[,compute_cap,mig.mode.current]
 * --format=csv,noheader,nounits`. Memory is in MiB; a GPU that shares the machine's (Grace, GB10, Jetson) has `[N/A]`
 * there, and gets `shared`. A row of another form is left out.
 */
export function parseGpuTable(text: string, shared: MemoryInfo): (Gpu & { divided: boolean })[] {
  return text.split('\n').flatMap((line) => {
    const [index = '', uuid = '', name = '', total = '', free = '', driver = '', capability, mig] = line
      .split(',')
      .map((cell) => cell.trim());
    if (!/^\d{1,4}$/.test(index) || !/^GPU-[\w-]+$/.test(uuid) || name === '') return [];
    const own = mebibytes(total);
    const totalBytes = own ?? shared.total;
    const freeBytes = own === undefined ? shared.available : mebibytes(free);
    if (!totalBytes || freeBytes === undefined) return [];
    const computeCapability = Number.parseFloat(capability ?? '');
    return [
      {
        uuid,
        index: Number(index),
        name,
        totalBytes,
        freeBytes: Math.min(freeBytes, totalBytes),
        ...(/^\d/.test(driver) && { driver }),
        ...(Number.isFinite(computeCapability) && { computeCapability }),
        ...(own === undefined && { unified: true }),
        divided: mig === 'Enabled',
      },
    ];
  });
}

function mebibytes(cell: string): number | undefined {
  return /^\d{1,9}$/.test(cell) ? Number(cell) * MIB : undefined;
}
