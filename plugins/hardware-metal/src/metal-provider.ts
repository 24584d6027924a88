import type { ProbedMachine, ProgramResult } from '@predict-otron/hardware-probe';
import { type Detection, type HardwareProvider, PluginError } from '@predict-otron/plugin-sdk';
import { type DisplayGpu, parseDisplays } from './parse-displays.js';
import { METAL_PRECISIONS } from './precision-policy.js';
import { parseFreeMemory, workingSet } from './unified-memory.js';

const DEVICE_ID = 'metal';
const AUTO_RANK = 1000;

/** The one device `metal` of a Mac with Apple silicon. */
export function metalProvider(probe: () => ProbedMachine): HardwareProvider {
  return {
    id: 'metal',
    detect: async (): Promise<Detection> => {
      const machine = probe();
      const found = await findGpu(machine);
      if ('reason' in found) return { devices: [], reason: found.reason };
      const { name, cores, metal } = found.gpu;
      const totalBytes = await wiredLimit(machine);
      return {
        devices: [
          {
            id: DEVICE_ID,
            kind: 'metal',
            name,
            totalBytes,
            precisions: METAL_PRECISIONS,
            notes: ['It shares the memory of the machine: what models take here is missing there.'],
            autoRank: AUTO_RANK,
            details: { ...(cores !== undefined && { cores }), ...(metal !== undefined && { metal }) },
          },
        ],
      };
    },
    free: async (deviceId) => {
      const machine = probe();
      const reason = deviceId === DEVICE_ID ? whyNone(machine) : `This provider has ${DEVICE_ID}.`;
      if (reason !== undefined)
        throw new PluginError('DEVICE_UNAVAILABLE', `There is no device ${deviceId}: ${reason}`);
      const [limit, pages] = await Promise.all([wiredLimit(machine), machine.run('vm_stat')]);
      return Math.min(limit, parseFreeMemory(textOf(pages)) ?? limit);
    },
  };
}

async function findGpu(machine: ProbedMachine): Promise<{ gpu: DisplayGpu } | { reason: string }> {
  const reason = whyNone(machine);
  if (reason !== undefined) return { reason };
  const answer = await machine.run('system_profiler', 'SPDisplaysDataType', '-json');
  if ('failure' in answer) return { reason: answer.failure };
  const gpu = parseDisplays(answer.text);
  return gpu ? { gpu } : { reason: 'system_profiler tells of no GPU of Apple that supports Metal.' };
}

function whyNone({ platform, arch }: ProbedMachine): string | undefined {
  if (platform !== 'darwin') return `Metal is on macOS alone, and this is ${platform}.`;
  // llama.cpp has no prebuilt Metal for them, and their GPUs gain little
  return arch === 'arm64' ? undefined : 'Metal is used on Apple silicon alone, and this Mac has an Intel processor.';
}

async function wiredLimit(machine: ProbedMachine): Promise<number> {
  const setting = textOf(await machine.run('sysctl', '-n', 'iogpu.wired_limit_mb'));
  return workingSet(machine.totalMemory(), setting);
}

function textOf(answer: ProgramResult): string {
  return 'text' in answer ? answer.text : '';
}
