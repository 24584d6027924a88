import type { Machine } from '../machine.js';
import { parseCgroupFolders } from './cgroup-folders.js';
import { parseCpuMax, parseCpuQuota, parseLimit, parseReclaimable, parseUsed } from './cgroup-values.js';

/** What control groups allow this process. */
export interface CgroupLimits {
  /** CPUs, which may be a fraction; absent without a limit. */
  cpus?: number;
  /** Bytes of memory in each group that limits it, and what is in use there without what can be given back. */
  memory: { limit: number; used: number }[];
}

/** Reads the limits of both versions of control groups, from the process's own group up to the root. */
export async function readCgroupLimits(readText: Machine['readText']): Promise<CgroupLimits> {
  const folders = parseCgroupFolders((await readText('/proc/self/cgroup')) ?? '');
  const read = (folder: string, ...names: string[]) => Promise.all(names.map((name) => readText(`${folder}/${name}`)));
  const cpuMax = async (folder: string) => parseCpuMax(...(await read(folder, 'cpu.max')));
  const cpuQuota = async (folder: string) =>
    parseCpuQuota(...(await read(folder, 'cpu.cfs_quota_us', 'cpu.cfs_period_us')));
  const memory = async (folder: string, limitName: string, usedName: string) => {
    const [limit, used, stat] = await read(folder, limitName, usedName, 'memory.stat');
    return { limit: parseLimit(limit), used: Math.max(0, parseUsed(used) - parseReclaimable(stat)) };
  };
  const [cpus, memories] = await Promise.all([
    Promise.all([...folders.unified.map(cpuMax), ...folders.cpu.map(cpuQuota)]),
    Promise.all([
      ...folders.unified.map((folder) => memory(folder, 'memory.max', 'memory.current')),
      ...folders.memory.map((folder) => memory(folder, 'memory.limit_in_bytes', 'memory.usage_in_bytes')),
    ]),
  ]);
  const limited = cpus.filter((value) => value !== undefined);
  return {
    ...(limited.length > 0 && { cpus: Math.min(...limited) }),
    memory: memories.flatMap(({ limit, used }) => (limit === undefined ? [] : [{ limit, used }])),
  };
}
