import { PluginError } from '@predict-otron/plugin-sdk';
import fc from 'fast-check';
import { cpuProvider } from './cpu-provider.js';
import {
  ARM_BOARD,
  ARM_SERVER,
  CONTAINER_V1,
  CONTAINER_V2,
  HYBRID_WITHOUT_LIMITS,
  LOCKED_LINUX,
  MAC,
  type RecordedMachine,
  recorded,
  SERVICE_V2,
} from './testing/recorded-machines.js';

const GIB = 2 ** 30;

interface Expected {
  name: string;
  threads: number;
  totalBytes: number;
  free: number;
  notes: (string | RegExp)[];
  sets: string[];
}

const X86_SETS = ['SSSE3', 'SSE4.2', 'AVX', 'F16C', 'FMA', 'AVX2', 'AVX-VNNI', 'AVX-512F', 'AVX-512BW', 'AVX-512VL'];
const XEON = {
  name: 'Intel(R) Xeon(R) Platinum 8488C',
  sets: [...X86_SETS, 'AVX-512-VNNI', 'AVX-512-BF16', 'AVX-512-FP16', 'AMX', 'AMX-INT8', 'AMX-BF16'],
};

const cases: [string, RecordedMachine, Expected][] = [
  [
    'a machine without limits',
    HYBRID_WITHOUT_LIMITS,
    {
      name: 'AMD EPYC',
      threads: 2,
      totalBytes: 24683620 * 1024,
      free: 24321880 * 1024,
      notes: [],
      sets: [...X86_SETS, 'AVX-512-VNNI', 'AVX-512-BF16'],
    },
  ],
  [
    'a container of version 2',
    CONTAINER_V2,
    {
      ...XEON,
      threads: 1,
      totalBytes: 2 * GIB,
      free: 1 * GIB,
      notes: [/allows 1.5 CPUs, so 1 thread computes/, "A container limit allows 2.0 GiB of the machine's 16.0 GiB."],
    },
  ],
  [
    'a service whose slice is limited',
    SERVICE_V2,
    {
      ...XEON,
      threads: 3,
      totalBytes: 8 * GIB,
      free: 1 * GIB,
      notes: ['The process may run on 4 of 8 CPUs.', /allows 3 CPUs, so 3 threads compute/, /8.0 GiB of/],
    },
  ],
  [
    'a container of version 1',
    CONTAINER_V1,
    { ...XEON, threads: 2, totalBytes: 1 * GIB, free: 0.5 * GIB, notes: [/allows 2 CPUs/, /1.0 GiB of/] },
  ],
  [
    'an Arm server',
    ARM_SERVER,
    {
      name: 'Arm Neoverse-V1',
      threads: 4,
      totalBytes: 8 * GIB,
      free: 7 * GIB,
      notes: [],
      sets: ['NEON', 'FP16', 'DotProd', 'I8MM', 'BF16', 'SVE'],
    },
  ],
  [
    'an Arm board without control groups',
    ARM_BOARD,
    {
      name: 'Arm Cortex-A55 + Arm Cortex-A76',
      threads: 8,
      totalBytes: 8 * GIB,
      free: 7 * GIB,
      notes: [],
      sets: ['NEON', 'FP16', 'DotProd'],
    },
  ],
  [
    'a Mac',
    MAC,
    {
      name: 'Apple M2',
      threads: 8,
      totalBytes: 16 * GIB,
      free: 3 * GIB,
      notes: [/\(darwin\) does not tell/],
      sets: [],
    },
  ],
  [
    'a Linux that shows nothing',
    LOCKED_LINUX,
    {
      name: 'AMD EPYC',
      threads: 2,
      totalBytes: 24683620 * 1024,
      free: 24321880 * 1024,
      notes: [/\(linux\) does not tell/],
      sets: [],
    },
  ],
];

describe.each(cases)('the CPU of %s', (_, machine, expected) => {
  const provider = cpuProvider(recorded(machine));

  it('is described', async () => {
    const { devices } = await provider.detect();
    const { name, threads, totalBytes, notes, sets } = expected;
    expect(devices).toMatchObject([{ id: 'cpu', kind: 'cpu', name, threads, totalBytes }]);
    expect(devices[0]?.precisions.map(({ format }) => format)).toEqual(['F32']);
    expect(devices[0]?.details?.instructionSets).toEqual(sets);
    expect(devices[0]?.notes).toEqual(
      notes.map((note) => (typeof note === 'string' ? note : expect.stringMatching(note))),
    );
  });

  it('tells its free memory', async () => {
    expect(await provider.free('cpu')).toBe(expected.free);
  });
});

describe('cpuProvider', () => {
  it('refuses other devices', async () => {
    const error = await cpuProvider(recorded(MAC))
      .free('cuda:0')
      .catch((reason: unknown) => reason);
    expect(PluginError.is(error) && error.code).toBe('DEVICE_UNAVAILABLE');
  });

  it('counts the physical cores, threads of one core once', async () => {
    const [hybrid] = (await cpuProvider(recorded(HYBRID_WITHOUT_LIMITS)).detect()).devices;
    const [xeon] = (await cpuProvider(recorded(CONTAINER_V2)).detect()).devices;
    expect([hybrid?.details?.physicalCores, xeon?.details?.physicalCores]).toEqual([2, 1]);
  });

  it('says so where a CPU is old', async () => {
    const files = { ...HYBRID_WITHOUT_LIMITS.files, '/proc/cpuinfo': 'model name : Old\nflags : sse4_2 ssse3\n' };
    const [device] = (await cpuProvider(recorded({ ...HYBRID_WITHOUT_LIMITS, files })).detect()).devices;
    expect(device?.notes).toEqual([expect.stringMatching(/Without AVX2/)]);
  });

  it('makes a valid device of whatever the files hold', async () => {
    const paths = [HYBRID_WITHOUT_LIMITS, CONTAINER_V1, CONTAINER_V2, SERVICE_V2].flatMap(({ files }) =>
      Object.keys(files),
    );
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('max', '0', '-1', '0 0', '100000 0', '99999999999999999999', ': :\n:'),
    );
    const files = fc.dictionary(fc.constantFrom(...paths), value);
    await fc.assert(
      fc.asyncProperty(files, async (damaged) => {
        const machine = recorded({ ...CONTAINER_V2, files: { ...CONTAINER_V2.files, ...damaged } });
        const [device] = (await cpuProvider(machine).detect()).devices;
        const free = await cpuProvider(machine).free('cpu');
        expect(device?.threads).toBeGreaterThanOrEqual(1);
        expect(device?.threads).toBeLessThanOrEqual(CONTAINER_V2.availableParallelism);
        expect(device?.totalBytes).toBeGreaterThan(0);
        expect(device?.name).not.toBe('');
        expect(free).toBeGreaterThanOrEqual(0);
        expect(free).toBeLessThanOrEqual(device?.totalBytes ?? 0);
      }),
    );
  });
});
