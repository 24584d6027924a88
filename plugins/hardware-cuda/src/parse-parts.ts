import type { Gpu } from './gpu.js';

const MIB = 2 ** 20;
const GPU_LINE = /^GPU (\d+): .*\(UUID: (GPU-[\w-]+)\)/;
const PART_LINE = /^\s+MIG (\S+)\s+Device\s+(\d+): \(UUID: (MIG-[\w/-]+)\)/;

/**
 * Puts the parts of divided GPUs in their places. The UUIDs come from `nvidia-smi -L`, the memory from `nvidia-smi -q -x`,
 * where each `mig_device` has its index. A part whose memory is not told is left out.
 */
export function parseParts(gpus: (Gpu & { divided: boolean })[], list: string, details: string): Gpu[] {
  const parts = partLines(list);
  const memories = details.split('<gpu id=').slice(1);
  return gpus.flatMap((gpu): Gpu[] => {
    const { divided, ...whole } = gpu;
    if (!divided) return [whole];
    const own = memories.find((text) => text.includes(`<uuid>${whole.uuid}</uuid>`)) ?? '';
    return parts
      .filter(({ gpuUuid }) => gpuUuid === whole.uuid)
      .flatMap(({ profile, device, uuid }): Gpu[] => {
        const memory = memoryOf(own, device);
        const { index: _, ...rest } = whole;
        return memory ? [{ ...rest, ...memory, uuid, name: `${whole.name} MIG ${profile}`, part: true }] : [];
      });
  });
}

function partLines(list: string) {
  let gpuUuid = '';
  return list.split('\n').flatMap((line) => {
    gpuUuid = GPU_LINE.exec(line)?.[2] ?? gpuUuid;
    const [, profile, device, uuid] = PART_LINE.exec(line) ?? [];
    return profile && uuid ? [{ gpuUuid, profile, device: Number(device), uuid }] : [];
  });
}

function memoryOf(gpu: string, device: number): Pick<Gpu, 'totalBytes' | 'freeBytes'> | undefined {
  const part = gpu.split('<mig_device>').find((text) => text.trimStart().startsWith(`<index>${device}</index>`));
  const memory = /<fb_memory_usage>([\s\S]*?)<\/fb_memory_usage>/.exec(part ?? '')?.[1] ?? '';
  const bytes = (name: string) => Number(new RegExp(`<${name}>(\\d{1,9}) MiB</${name}>`).exec(memory)?.[1]) * MIB;
  const [totalBytes, freeBytes] = [bytes('total'), bytes('free')];
  if (!(totalBytes > 0) || Number.isNaN(freeBytes)) return undefined;
  return { totalBytes, freeBytes: Math.min(freeBytes, totalBytes) };
}
