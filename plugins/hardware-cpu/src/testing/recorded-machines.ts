import type { Machine } from '../machine.js';

/** A machine as its texts were recorded; long files are cut to the lines that count. */
export interface RecordedMachine extends Omit<Machine, 'readText' | 'totalMemory' | 'freeMemory'> {
  totalBytes: number;
  freeBytes: number;
  files: Record<string, string>;
}

export function recorded({ files, totalBytes, freeBytes, ...machine }: RecordedMachine): Machine {
  return {
    ...machine,
    totalMemory: () => totalBytes,
    freeMemory: () => freeBytes,
    readText: async (path) => files[path],
  };
}

const GIB = 2 ** 30;

const EPYC = `processor	: 0
vendor_id	: AuthenticAMD
model name	: AMD EPYC
cpu MHz		: 2096.021
physical id	: 0
siblings	: 2
core id		: 0
cpu cores	: 2
flags		: fpu vme sse sse2 ht pni pclmulqdq ssse3 fma cx16 sse4_1 sse4_2 avx f16c avx2 bmi2 avx512f avx512dq avx512bw avx512vl avx_vnni avx512_bf16 avx512_vnni
bugs		: spectre_v1 spectre_v2
power management:

processor	: 1
vendor_id	: AuthenticAMD
model name	: AMD EPYC
physical id	: 0
siblings	: 2
core id		: 1
cpu cores	: 2
flags		: fpu vme sse sse2 ht pni pclmulqdq ssse3 fma cx16 sse4_1 sse4_2 avx f16c avx2 bmi2 avx512f avx512dq avx512bw avx512vl avx_vnni avx512_bf16 avx512_vnni
power management:

`;

/** A virtual machine with version 1 controllers mounted apart, version 2 beside them without any, and no limit. */
export const HYBRID_WITHOUT_LIMITS: RecordedMachine = {
  platform: 'linux',
  arch: 'x64',
  logicalCpus: 2,
  availableParallelism: 2,
  cpuModel: 'AMD EPYC',
  totalBytes: 24683620 * 1024,
  freeBytes: 24321880 * 1024,
  files: {
    '/proc/cpuinfo': EPYC,
    '/proc/meminfo':
      'MemTotal:       24683620 kB\nMemFree:        24349968 kB\nMemAvailable:   24321880 kB\nBuffers:            1864 kB\n',
    '/proc/self/cgroup': '9:name=systemd:/\n4:memory:/process_api/26ce995a039a\n2:cpuacct:/\n1:cpu:/\n0::/\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    '/sys/fs/cgroup/memory/memory.usage_in_bytes': '558911488\n',
    '/sys/fs/cgroup/memory/memory.stat': 'cache 9609216\ninactive_file 0\ntotal_inactive_file 273567744\n',
    '/sys/fs/cgroup/memory/process_api/26ce995a039a/memory.limit_in_bytes': '9223372036854771712\n',
  },
};

const XEON = `processor	: 0
vendor_id	: GenuineIntel
model name	: Intel(R) Xeon(R) Platinum 8488C
physical id	: 0
siblings	: 8
core id		: 0
cpu cores	: 4
flags		: fpu sse sse2 ssse3 fma sse4_1 sse4_2 avx f16c avx2 avx512f avx512bw avx512vl avx_vnni avx512_bf16 avx512_vnni avx512_fp16 amx_bf16 amx_tile amx_int8

processor	: 1
vendor_id	: GenuineIntel
model name	: Intel(R) Xeon(R) Platinum 8488C
physical id	: 0
siblings	: 8
core id		: 0
cpu cores	: 4
flags		: fpu sse sse2 ssse3 fma sse4_1 sse4_2 avx f16c avx2 avx512f avx512bw avx512vl avx_vnni avx512_bf16 avx512_vnni avx512_fp16 amx_bf16 amx_tile amx_int8
`;

/** A container of version 2 that sees its own group as the root, with a quota of one and a half CPUs and 2 GiB. */
export const CONTAINER_V2: RecordedMachine = {
  platform: 'linux',
  arch: 'x64',
  logicalCpus: 8,
  availableParallelism: 8,
  cpuModel: 'Intel(R) Xeon(R) Platinum 8488C',
  totalBytes: 16 * GIB,
  freeBytes: 9 * GIB,
  files: {
    '/proc/cpuinfo': XEON,
    '/proc/meminfo': 'MemTotal:       16777216 kB\nMemFree:         1048576 kB\nMemAvailable:    9437184 kB\n',
    '/proc/self/cgroup': '0::/\n',
    '/sys/fs/cgroup/cpu.max': '150000 100000\n',
    '/sys/fs/cgroup/memory.max': '2147483648\n',
    '/sys/fs/cgroup/memory.current': '1610612736\n',
    '/sys/fs/cgroup/memory.stat': 'anon 536870912\nfile 1073741824\ninactive_file 536870912\nactive_file 536870912\n',
  },
};

/** A service under systemd with version 2: the slice above it has the limits, its own group has none. */
export const SERVICE_V2: RecordedMachine = {
  ...CONTAINER_V2,
  availableParallelism: 4,
  files: {
    '/proc/cpuinfo': XEON,
    '/proc/meminfo': 'MemTotal:       16777216 kB\nMemAvailable:    1048576 kB\n',
    '/proc/self/cgroup': '0::/system.slice/otron.service\n',
    '/sys/fs/cgroup/system.slice/otron.service/cpu.max': 'max 100000\n',
    '/sys/fs/cgroup/system.slice/otron.service/memory.max': 'max\n',
    '/sys/fs/cgroup/system.slice/cpu.max': '300000 100000\n',
    '/sys/fs/cgroup/system.slice/memory.max': '8589934592\n',
    '/sys/fs/cgroup/system.slice/memory.current': '1073741824\n',
  },
};

/** A container of version 1: the path is the host's, the files are at the mount. Two CPUs, 1 GiB. */
export const CONTAINER_V1: RecordedMachine = {
  ...CONTAINER_V2,
  files: {
    '/proc/cpuinfo': XEON,
    '/proc/meminfo': 'MemTotal:       16777216 kB\nMemAvailable:    9437184 kB\n',
    '/proc/self/cgroup': [
      '12:memory:/docker/8f3c2a',
      '5:cpu,cpuacct:/docker/8f3c2a',
      '1:name=systemd:/docker/8f3c2a',
      '0::/system.slice/containerd.service',
      '',
    ].join('\n'),
    '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '200000\n',
    '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '1073741824\n',
    '/sys/fs/cgroup/memory/memory.usage_in_bytes': '805306368\n',
    '/sys/fs/cgroup/memory/memory.stat': 'cache 0\ninactive_file 1\ntotal_inactive_file 268435456\n',
  },
};

/** An Arm server (AWS Graviton 3), without any limit. */
export const ARM_SERVER: RecordedMachine = {
  platform: 'linux',
  arch: 'arm64',
  logicalCpus: 4,
  availableParallelism: 4,
  cpuModel: 'unknown',
  totalBytes: 8 * GIB,
  freeBytes: 7 * GIB,
  files: {
    '/proc/cpuinfo': `processor	: 0
BogoMIPS	: 2100.00
Features	: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm jscvt fcma lrcpc dcpop sha3 sm3 sm4 asimddp sha512 sve asimdfhm dit uscat ilrcpc flagm ssbs paca pacg dcpodp svei8mm svebf16 i8mm bf16 dgh rng
CPU implementer	: 0x41
CPU architecture: 8
CPU variant	: 0x1
CPU part	: 0xd40
CPU revision	: 1
`,
    '/proc/meminfo': 'MemTotal:        8388608 kB\nMemFree:          524288 kB\nMemAvailable:    7340032 kB\n',
    '/proc/self/cgroup': '0::/user.slice/user-1000.slice/session-3.scope\n',
  },
};

/** An Arm board with cores of two kinds, and a kernel without control groups. */
export const ARM_BOARD: RecordedMachine = {
  ...ARM_SERVER,
  logicalCpus: 8,
  availableParallelism: 8,
  files: {
    '/proc/cpuinfo': `processor	: 0
Features	: fp asimd evtstrm aes crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp
CPU implementer	: 0x41
CPU part	: 0xd05

processor	: 4
Features	: fp asimd evtstrm aes crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp
CPU implementer	: 0x41
CPU part	: 0xd0b
`,
  },
};

/** No file at all: what Node knows must do. */
export const MAC: RecordedMachine = {
  platform: 'darwin',
  arch: 'arm64',
  logicalCpus: 8,
  availableParallelism: 8,
  cpuModel: 'Apple M2',
  totalBytes: 16 * GIB,
  freeBytes: 3 * GIB,
  files: {},
};

/** Linux where neither /proc nor /sys can be read. */
export const LOCKED_LINUX: RecordedMachine = { ...HYBRID_WITHOUT_LIMITS, files: {} };
