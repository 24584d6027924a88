import { type ProbedMachine, type ProgramResult, parseMemoryInfo } from '@predict-otron/hardware-probe';
import type { Gpu } from './gpu.js';

import { parseGpuTable } from './parse-gpu-table.js';
import { parseParts } from './parse-parts.js';

/** What is asked of every GPU; drivers of before 2021 know the shorter list alone. */
const BASIC = ['index', 'uuid', 'name', 'memory.total', 'memory.free', 'driver_version'];
const FULL = [...BASIC, 'compute_cap', 'mig.mode.current'];

/** Where the driver puts its program; a service's PATH may lack the folder. */
const PLACES = ['nvidia-smi', '/usr/bin/nvidia-smi', '/usr/lib/wsl/lib/nvidia-smi'];

/** All GPUs in the driver's order, divided ones by their parts; or a sentence on why there are none. */
export async function listGpus(machine: ProbedMachine): Promise<{ gpus: Gpu[] } | { reason: string }> {
  const answer = await askForTable(machine, FULL);
  if ('failure' in answer) return { reason: await reasonOf(answer, machine) };
  const memory = parseMemoryInfo((await machine.readText('/proc/meminfo')) ?? '');
  const rows = parseGpuTable(answer.text, memory);
  const gpus = rows.some(({ divided }) => divided) ? await withParts(rows, machine) : rows;
  if (gpus.length > 0) return { gpus };
  return { reason: rows.length > 0 ? 'The GPU is divided (MIG), but no part of it was made.' : 'There is no GPU.' };
}

async function askForTable(machine: ProbedMachine, fields: string[]): Promise<ProgramResult> {
  const answer = await askDriver(machine, `--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits');
  const tooNew = 'failure' in answer && /not a valid field/i.test(answer.failure) && fields === FULL;
  return tooNew ? askForTable(machine, BASIC) : answer;
}

async function askDriver(machine: ProbedMachine, ...args: string[]): Promise<ProgramResult> {
  let answer: ProgramResult | undefined;
  for (const place of PLACES) {
    answer = await machine.run(place, ...args);
    if (!('failure' in answer && answer.missing)) break;
  }
  return answer as ProgramResult;
}

async function withParts(rows: (Gpu & { divided: boolean })[], machine: ProbedMachine): Promise<Gpu[]> {
  const [list, details] = await Promise.all([askDriver(machine, '-L'), askDriver(machine, '-q', '-x')]);
  const textOf = (answer: ProgramResult) => ('text' in answer ? answer.text : '');
  return parseParts(rows, textOf(list), textOf(details));
}

/** Of a machine without the program, whether the driver is there all the same. */
async function reasonOf(answer: { failure: string; missing: boolean }, machine: ProbedMachine): Promise<string> {
  if (!answer.missing) return answer.failure;
  const version = await machine.readText('/proc/driver/nvidia/version');
  const driver = /Kernel Module\s+(?:for \S+\s+)?(\d[\d.]*)/.exec(version ?? '')?.[1];
  if (driver) return `The NVIDIA driver ${driver} is loaded, but its program nvidia-smi is not installed.`;
  return 'There is no NVIDIA driver: nvidia-smi is not installed.';
}
