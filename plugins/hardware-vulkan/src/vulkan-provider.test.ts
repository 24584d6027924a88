import type { ProbedMachine, ProgramResult } from '@predict-otron/hardware-probe';
import fc from 'fast-check';
import * as reports from './testing/recorded-reports.js';
import { vulkanProvider } from './vulkan-provider.js';

interface Recorded {
  platform?: string;
  summary?: ProgramResult;
  report?: ProgramResult;
  environment?: Record<string, string>;
}

const missing = { failure: 'vulkaninfo is not installed.', missing: true };
const late = { failure: 'vulkaninfo gave no answer in time.', missing: false };

function machine({ platform = 'linux', environment = {}, ...answers }: Recorded): ProbedMachine {
  const { summary = { text: reports.SUMMARY }, report = { text: reports.REPORT } } = answers;
  return {
    platform,
    arch: 'x64',
    environment,
    totalMemory: () => 0,
    readText: async () => undefined,
    run: async (_, argument) => (argument === '--summary' ? summary : report),
  };
}

const detect = (recorded: Recorded = {}) => vulkanProvider(() => machine(recorded)).detect();
const free = (id: string, recorded: Recorded = {}) => vulkanProvider(() => machine(recorded)).free(id);

describe('vulkanProvider', () => {
  it('finds the GPUs, but no renderer that computes on the CPU, and leaves them to those who ask', async () => {
    const { devices } = await detect();
    expect(devices).toMatchObject([
      {
        id: 'vulkan:0',
        name: 'AMD Radeon RX 6800 (RADV NAVI21)',
        totalBytes: 17_163_091_968,
        environment: { GGML_VK_VISIBLE_DEVICES: '0' },
        details: { type: 'discrete', driver: 'radv Mesa 24.0.5-1ubuntu1' },
      },
      { id: 'vulkan:1', name: 'NVIDIA GeForce RTX 4090', totalBytes: 25_757_220_864 },
    ]);
    expect(devices.map(({ autoRank }) => autoRank)).toEqual([undefined, undefined]);
    expect(devices[1]?.notes).toEqual([
      expect.stringContaining('Only models that ask'),
      expect.stringContaining('does not tell how much memory is free'),
    ]);
  });

  it('tells the memory that is free, as far as the driver does', async () => {
    expect(await free('vulkan:0')).toBe(16_021_635_072 - 1_048_576);
    expect(await free('vulkan:1')).toBe(25_757_220_864);
  });

  it('finds the GPU of a processor', async () => {
    const laptop = { summary: { text: reports.INTEGRATED_SUMMARY }, report: { text: reports.INTEGRATED_REPORT } };
    const { devices } = await detect(laptop);
    expect(devices).toMatchObject([{ id: 'vulkan:0', totalBytes: 12_462_194_688, details: { type: 'integrated' } }]);
    expect(devices[0]?.notes).toContainEqual(expect.stringContaining('shares the memory'));
    expect(await free('vulkan:0', laptop)).toBe(8_217_116_672);
  });

  it.each<[string, Recorded, RegExp]>([
    ['the program is missing', { summary: missing, report: missing }, /package vulkan-tools/],
    ['the program hangs', { summary: late, report: late }, /no answer/],
    ['the whole report hangs', { report: late }, /no answer/],
    [
      'no driver is installed',
      { summary: { failure: `vulkaninfo failed: ${reports.NO_DRIVER}`, missing: false } },
      /Found no drivers/,
    ],
    ['only the CPU renders', { summary: { text: reports.SOFTWARE_SUMMARY } }, /only llvmpipe/],
    ['no memory is told', { report: { text: '' } }, /does not tell how much memory/],
    ['nothing is told', { summary: { text: '' } }, /no GPU/],
    ['all is hidden', { environment: { GGML_VK_VISIBLE_DEVICES: '' } }, /hides all/],
    ['it is a Mac', { platform: 'darwin' }, /Metal is used/],
  ])('says why there is none where %s', async (_, recorded, reason) => {
    expect(await detect(recorded)).toEqual({ devices: [], reason: expect.stringMatching(reason) });
    await expect(free('vulkan:0', recorded)).rejects.toMatchObject({ code: 'DEVICE_UNAVAILABLE' });
  });

  it('keeps the numbers of GPUs where some are hidden', async () => {
    const { devices } = await detect({ environment: { GGML_VK_VISIBLE_DEVICES: '1, 2' } });
    expect(devices.map(({ id }) => id)).toEqual(['vulkan:1']);
  });

  it('makes valid devices of whatever the program prints', async () => {
    const lines = fc.array(fc.oneof(fc.string(), fc.constantFrom(...reports.REPORT.split('\n'))));
    await fc.assert(
      fc.asyncProperty(lines, lines, async (summary, report) => {
        const found = await detect({ summary: { text: summary.join('\n') }, report: { text: report.join('\n') } });
        for (const { totalBytes, name } of found.devices) expect([totalBytes > 0, name !== '']).toEqual([true, true]);
      }),
    );
  });
});
