import type { ProbedMachine } from '@predict-otron/hardware-probe';
import { type Detection, type Device, type HardwareProvider, PluginError } from '@predict-otron/plugin-sdk';
import type { Gpu } from './gpu.js';
import { listGpus } from './list-gpus.js';
import { precisionsOf } from './precision-policy.js';
import { visibleGpus } from './visible-gpus.js';

const GIB = 2 ** 30;
/** Before every other kind of device that a Linux machine may have; the largest GPU first. */
const AUTO_RANK = 1000;

/** The GPUs that a process of the server may see, numbered as CUDA numbers them: `cuda:0`, `cuda:1`, … */
export function cudaProvider(probe: () => ProbedMachine): HardwareProvider {
  return {
    id: 'cuda',
    detect: async (): Promise<Detection> => {
      const machine = probe();
      const found = await visible(machine);
      if ('reason' in found) return { devices: [], reason: found.reason };
      return { devices: found.gpus.map((gpu, place) => toDevice(gpu, place, machine)) } as Detection;
    },
    free: async (deviceId) => {
      const machine = probe();
      const found = await visible(machine);
      const place = /^cuda:(\d{1,4})$/.exec(deviceId)?.[1];
      const gpu = 'gpus' in found && place !== undefined ? found.gpus[Number(place)] : undefined;
      if (gpu) return gpu.freeBytes;
      const reason = 'reason' in found ? found.reason : `${found.gpus.length} were found.`;
      throw new PluginError('DEVICE_UNAVAILABLE', `There is no GPU ${deviceId}: ${reason}`);
    },
  };
}

async function visible(machine: ProbedMachine): Promise<{ gpus: Gpu[] } | { reason: string }> {
  const found = await listGpus(machine);
  if ('reason' in found) return found;
  const gpus = visibleGpus(found.gpus, machine.environment.CUDA_VISIBLE_DEVICES);
  if (gpus.length > 0) return { gpus };
  return { reason: `CUDA_VISIBLE_DEVICES hides all of the ${found.gpus.length} GPUs from the server.` };
}

function toDevice(gpu: Gpu, place: number, { platform }: ProbedMachine): Device {
  const { uuid, name, totalBytes, driver, computeCapability } = gpu;
  const automatic = platform === 'linux';
  return {
    id: `cuda:${place}`,
    kind: 'cuda',
    name,
    totalBytes,
    precisions: precisionsOf(computeCapability),
    notes: [
      gpu.unified && 'It shares the memory of the machine: what models take here is missing there.',
      gpu.part && 'It is a part of a divided GPU (MIG); a process sees one part at a time.',
      !automatic && 'Only models that ask for it by name run on it: auto uses CUDA on Linux alone.',
    ].filter((note) => typeof note === 'string'),
    ...(automatic && { autoRank: AUTO_RANK + Math.floor(totalBytes / GIB) }),
    // by PCI place, as nvidia-smi counts, should another variable choose by number
    environment: { CUDA_VISIBLE_DEVICES: uuid, CUDA_DEVICE_ORDER: 'PCI_BUS_ID' },
    details: { uuid, ...(driver && { driver }), ...(computeCapability !== undefined && { computeCapability }) },
  };
}
