import { parseMemoryInfo } from '@predict-otron/hardware-probe';
import { type Device, type HardwareProvider, PluginError } from '@predict-otron/plugin-sdk';
import { type CgroupLimits, readCgroupLimits } from './cgroup/read-cgroup-limits.js';
import { cpuNotes } from './cpu-notes.js';
import type { Machine } from './machine.js';
import { CPU_PRECISIONS } from './precision-policy.js';
import { parseCpuInfo } from './proc/cpu-info.js';

const DEVICE_ID = 'cpu';

/** The one device `cpu`. Where the system does not tell something, what Node itself knows stands in. */
export function cpuProvider(machine: Machine): HardwareProvider {
  return {
    id: 'cpu',
    detect: async () => ({ devices: [await detectCpu(machine)] }),
    free: async (deviceId) => {
      if (deviceId !== DEVICE_ID)
        throw new PluginError('DEVICE_UNAVAILABLE', `There is no device ${deviceId}; this provider has ${DEVICE_ID}.`);
      return freeBytes(machine);
    },
  };
}

async function detectCpu(machine: Machine): Promise<Device> {
  const { platform, arch, logicalCpus, availableParallelism } = machine;
  const [cpuText = '', memory, limits] = await Promise.all([
    machine.readText('/proc/cpuinfo'),
    readMemory(machine),
    readCgroupLimits(machine.readText),
  ]);
  const { name, physicalCores, instructionSets } = parseCpuInfo(cpuText);
  const totalBytes = limitedTotal(memory.total, limits);
  // a thread over the limit would make all the others wait whenever the time is used up
  const threads = Math.max(1, Math.floor(Math.min(availableParallelism, limits.cpus ?? availableParallelism)));
  const facts = { cpuLimit: limits.cpus, threads, machineBytes: memory.total, totalBytes, instructionSets };
  return {
    id: DEVICE_ID,
    kind: 'cpu',
    name: name ?? machine.cpuModel,
    totalBytes,
    precisions: CPU_PRECISIONS,
    autoRank: 0,
    notes: cpuNotes({ platform, arch, logicalCpus, availableParallelism, ...facts }),
    threads,
    details: { arch, instructionSets, logicalCpus, ...(physicalCores !== undefined && { physicalCores }) },
  };
}

async function freeBytes(machine: Machine): Promise<number> {
  const [memory, limits] = await Promise.all([readMemory(machine), readCgroupLimits(machine.readText)]);
  const rooms = limits.memory.map(({ limit, used }) => limit - used);
  const free = Math.min(memory.available, limitedTotal(memory.total, limits), ...rooms);
  return Math.max(0, free);
}

async function readMemory(machine: Machine): Promise<{ total: number; available: number }> {
  const told = parseMemoryInfo((await machine.readText('/proc/meminfo')) ?? '');
  return { total: told.total ?? machine.totalMemory(), available: told.available ?? machine.freeMemory() };
}

function limitedTotal(total: number, { memory }: CgroupLimits): number {
  return Math.min(total, ...memory.map(({ limit }) => limit));
}
