import type { ProbedMachine, ProgramResult } from '@predict-otron/hardware-probe';
import { type Detection, type Device, type HardwareProvider, PluginError } from '@predict-otron/plugin-sdk';
import { parseHeaps } from './parse-heaps.js';
import { parseSummary, type SummaryGpu } from './parse-summary.js';
import { VULKAN_PRECISIONS } from './precision-policy.js';

interface VulkanGpu extends SummaryGpu {
  totalBytes: number;
  freeBytes: number;
  /** The driver tells how much of it is free. */
  budgeted: boolean;
}

/** GPUs in the order of the Vulkan loader, which is the one that llama.cpp counts by: `vulkan:0`, `vulkan:1`, … */
export function vulkanProvider(probe: () => ProbedMachine): HardwareProvider {
  return {
    id: 'vulkan',
    detect: async (): Promise<Detection> => {
      const machine = probe();
      const found = await listGpus(machine);
      if ('reason' in found) return { devices: [], reason: found.reason };
      return { devices: found.gpus.map(toDevice) } as Detection;
    },
    free: async (deviceId) => {
      const machine = probe();
      const found = await listGpus(machine);
      const gpu = 'gpus' in found ? found.gpus.find(({ index }) => deviceId === `vulkan:${index}`) : undefined;
      if (gpu) return gpu.freeBytes;
      const reason = 'reason' in found ? found.reason : `${found.gpus.length} were found.`;
      throw new PluginError('DEVICE_UNAVAILABLE', `There is no GPU ${deviceId}: ${reason}`);
    },
  };
}

async function listGpus(machine: ProbedMachine): Promise<{ gpus: VulkanGpu[] } | { reason: string }> {
  if (machine.platform === 'darwin') return { reason: 'On macOS, Metal is used instead of Vulkan.' };
  // the whole report has the memory; the summary is what every version prints alike
  const [summary, report] = await Promise.all([machine.run('vulkaninfo', '--summary'), machine.run('vulkaninfo')]);
  if ('failure' in summary) return { reason: reasonOf(summary) };
  const all = parseSummary(summary.text);
  const real = all.filter(({ type }) => type === 'discrete' || type === 'integrated');
  const visible = real.filter(({ index }) => isVisible(index, machine.environment.GGML_VK_VISIBLE_DEVICES));
  const heaps = 'text' in report ? parseHeaps(report.text) : new Map();
  const gpus = visible.flatMap((gpu): VulkanGpu[] => {
    const memory = heaps.get(gpu.index);
    return memory ? [{ ...gpu, ...memory }] : [];
  });
  return gpus.length > 0 ? { gpus } : { reason: whyNone({ all, real, visible, report }) };
}

interface Findings {
  all: SummaryGpu[];
  real: SummaryGpu[];
  visible: SummaryGpu[];
  report: ProgramResult;
}

function whyNone({ all, real, visible, report }: Findings): string {
  if (all.length === 0) return 'vulkaninfo tells of no GPU.';
  if (real.length === 0) return `There is only ${all[0]?.name}, which computes on the CPU.`;
  if (visible.length === 0) return 'GGML_VK_VISIBLE_DEVICES hides all GPUs from the server.';
  return 'failure' in report ? report.failure : 'vulkaninfo does not tell how much memory the GPU has.';
}

function reasonOf({ failure, missing }: Extract<ProgramResult, { failure: string }>): string {
  return missing ? 'vulkaninfo is not installed (package vulkan-tools), so that no GPU can be found.' : failure;
}

/** As llama.cpp reads it: numbers between commas or spaces. */
function isVisible(index: number, variable: string | undefined): boolean {
  return variable === undefined || variable.split(/[\s,]+/).includes(`${index}`);
}

function toDevice({ index, name, type, driver, totalBytes, budgeted }: VulkanGpu): Device {
  return {
    id: `vulkan:${index}`,
    kind: 'vulkan',
    name,
    totalBytes,
    precisions: VULKAN_PRECISIONS,
    notes: [
      'Only models that ask for it by name run on it: auto uses CUDA on Linux and Metal on macOS.',
      type === 'integrated' && 'It shares the memory of the machine: what models take here is missing there.',
      !budgeted && 'Its driver does not tell how much memory is free.',
    ].filter((note) => typeof note === 'string'),
    environment: { GGML_VK_VISIBLE_DEVICES: `${index}` },
    details: { type, ...(driver && { driver }) },
  };
}
