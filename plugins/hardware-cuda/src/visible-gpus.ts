import type { Gpu } from './gpu.js';

/**
 * The GPUs that `CUDA_VISIBLE_DEVICES` leaves, in its order: numbers, or beginnings of UUIDs. As in CUDA, what follows an
 * entry that names nothing does not count. Without the variable, all.
 */
export function visibleGpus(gpus: Gpu[], variable: string | undefined): Gpu[] {
  if (variable === undefined) return gpus;
  const visible: Gpu[] = [];
  for (const entry of variable.split(',').map((word) => word.trim())) {
    const gpu = gpus.find(({ index, uuid }) =>
      /^\d+$/.test(entry) ? index === Number(entry) : entry.length > 4 && uuid.startsWith(entry),
    );
    if (!gpu) break;
    if (!visible.includes(gpu)) visible.push(gpu);
  }
  return visible;
}
