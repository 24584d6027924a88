import type { ProbedMachine, ProgramResult } from '@predict-otron/hardware-probe';
import { metalProvider } from './metal-provider.js';
import { INTEL_MAC, M2_MAX, VM_STAT } from './testing/recorded-macs.js';

const GIB = 2 ** 30;

interface Mac {
  platform?: string;
  arch?: string;
  memory?: number;
  displays?: ProgramResult;
  wiredLimit?: string;
  pages?: ProgramResult;
}

function mac({
  platform = 'darwin',
  arch = 'arm64',
  memory = 64 * GIB,
  wiredLimit = '0\n',
  ...more
}: Mac): ProbedMachine {
  const answers: Record<string, ProgramResult | undefined> = {
    system_profiler: more.displays ?? { text: M2_MAX },
    sysctl: { text: wiredLimit },
    vm_stat: more.pages ?? { text: VM_STAT },
  };
  return {
    platform,
    arch,
    environment: {},
    totalMemory: () => memory,
    readText: async () => undefined,
    run: async (program) => answers[program] ?? { failure: `${program} is not installed.`, missing: true },
  };
}

describe('metalProvider', () => {
  it('finds the GPU of Apple silicon', async () => {
    const { devices } = await metalProvider(() => mac({})).detect();
    expect(devices).toMatchObject([
      {
        id: 'metal',
        kind: 'metal',
        name: 'Apple M2 Max',
        totalBytes: 48 * GIB,
        autoRank: 1000,
        details: { cores: 38, metal: 'Metal 3' },
      },
    ]);
    expect(devices[0]?.precisions.map(({ format, families }) => [format, families])).toEqual([
      ['F32', ['gemma']],
      ['F16', undefined],
    ]);
  });

  it.each([
    [16 * GIB, '0\n', Math.floor((16 * GIB * 2) / 3)],
    [128 * GIB, '', 96 * GIB],
    [64 * GIB, '57344\n', 56 * GIB],
    [8 * GIB, '999999\n', 8 * GIB],
  ])('lets models take of %d bytes with a limit of %j %d', async (memory, wiredLimit, totalBytes) => {
    expect((await metalProvider(() => mac({ memory, wiredLimit })).detect()).devices).toMatchObject([{ totalBytes }]);
  });

  it('tells its free memory, as far as the machine does', async () => {
    expect(await metalProvider(() => mac({})).free('metal')).toBe((122_310 + 1_015_206 + 8_341 + 20_111) * 16_384);
    const silent = { failure: 'vm_stat gave no answer in time.', missing: false };
    expect(await metalProvider(() => mac({ pages: silent })).free('metal')).toBe(48 * GIB);
  });

  it.each<[string, Mac, RegExp]>([
    ['on Linux', { platform: 'linux' }, /this is linux/],
    ['on an Intel Mac', { arch: 'x64', displays: { text: INTEL_MAC } }, /Intel processor/],
    [
      'where the program hangs',
      { displays: { failure: 'system_profiler gave no answer in time.', missing: false } },
      /no answer/,
    ],
    ['where the program says something else', { displays: { text: 'Graphics/Displays:' } }, /no GPU of Apple/],
    ['in a virtual machine', { displays: { text: '{"SPDisplaysDataType": []}' } }, /no GPU of Apple/],
  ])('says why there is none %s', async (_, machine, reason) => {
    expect(await metalProvider(() => mac(machine)).detect()).toEqual({
      devices: [],
      reason: expect.stringMatching(reason),
    });
  });

  it('refuses other devices, and its own where it cannot be', async () => {
    await expect(metalProvider(() => mac({})).free('metal:1')).rejects.toMatchObject({ code: 'DEVICE_UNAVAILABLE' });
    await expect(metalProvider(() => mac({ platform: 'linux' })).free('metal')).rejects.toMatchObject({
      code: 'DEVICE_UNAVAILABLE',
    });
  });
});
