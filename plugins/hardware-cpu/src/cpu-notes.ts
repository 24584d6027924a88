/** Facts from which the notes on a CPU are made. */
export interface CpuFacts {
  platform: string;
  arch: string;
  logicalCpus: number;
  availableParallelism: number;
  /** CPUs that a container's limit allows. */
  cpuLimit?: number;
  threads: number;
  machineBytes: number;
  totalBytes: number;
  instructionSets: string[];
}

/** What a person should know of the CPU, a sentence each. */
export function cpuNotes(facts: CpuFacts): string[] {
  const { logicalCpus, availableParallelism, cpuLimit, threads, machineBytes, totalBytes, instructionSets } = facts;
  return [
    availableParallelism < logicalCpus && `The process may run on ${availableParallelism} of ${logicalCpus} CPUs.`,
    cpuLimit !== undefined &&
      cpuLimit < availableParallelism &&
      `A container limit allows ${round(cpuLimit)} CPUs, so ${threads === 1 ? '1 thread computes' : `${threads} threads compute`} at a time.`,
    totalBytes < machineBytes && `A container limit allows ${gib(totalBytes)} of the machine's ${gib(machineBytes)}.`,
    instructionSets.length === 0 && `The system (${facts.platform}) does not tell the CPU's instruction sets.`,
    facts.arch === 'x64' &&
      instructionSets.length > 0 &&
      !instructionSets.includes('AVX2') &&
      'Without AVX2 this CPU computes several times slower than newer ones.',
  ].filter((note) => note !== false);
}

function round(value: number): string {
  return String(Number(value.toFixed(2)));
}

function gib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
