import { armCoreName } from './arm-core-name.js';
import { instructionSets } from './instruction-sets.js';

/** What `/proc/cpuinfo` tells. */
export interface CpuInfo {
  /** As its maker calls it; absent where the file does not tell. */
  name?: string;
  /** Cores, of which each may run several threads; absent where the file does not tell, as on Arm. */
  physicalCores?: number;
  /** Instruction sets that matter to inference, in the order of {@link instructionSets}. */
  instructionSets: string[];
}

/** Parses the text of `/proc/cpuinfo` (x86 and Arm; Linux writes one block of `key : value` lines for each CPU). */
export function parseCpuInfo(text: string): CpuInfo {
  const cpus = text
    .split(/\n\s*\n/)
    .map(fields)
    .filter((cpu) => cpu.size > 0);
  const cores = new Set(
    cpus.flatMap((cpu) => (cpu.has('core id') ? [`${cpu.get('physical id')}/${cpu.get('core id')}`] : [])),
  );
  const flags = cpus.map((cpu) => cpu.get('flags') ?? cpu.get('features')).find((value) => value !== undefined);
  return {
    name: cpuName(cpus),
    physicalCores: cores.size > 0 ? cores.size : undefined,
    instructionSets: instructionSets(flags?.split(/\s+/) ?? []),
  };
}

function fields(block: string): Map<string, string> {
  const lines = block.split('\n').map((line) => line.split(/\s*:\s*/, 2));
  return new Map(lines.flatMap(([key, value]) => (key && value ? [[key.trim().toLowerCase(), value.trim()]] : [])));
}

/** x86 tells a name; Arm tells numbers, and a machine may have cores of several kinds. */
function cpuName(cpus: Map<string, string>[]): string | undefined {
  const name = cpus.map((cpu) => cpu.get('model name')).find(Boolean);
  if (name) return name.replace(/\s+/g, ' ');
  const kinds = cpus.map((cpu) => armCoreName(cpu.get('cpu implementer'), cpu.get('cpu part'))).filter(Boolean);
  return kinds.length > 0 ? [...new Set(kinds)].join(' + ') : undefined;
}
