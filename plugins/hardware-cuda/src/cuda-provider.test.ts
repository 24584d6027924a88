import fc from 'fast-check';
import { cudaProvider } from './cuda-provider.js';
import * as drivers from './testing/recorded-drivers.js';
import { type RecordedDriver, recorded } from './testing/recorded-drivers.js';

const MIB = 2 ** 20;

async function devicesOf(driver: RecordedDriver) {
  const { devices } = await cudaProvider(() => recorded(driver)).detect();
  return devices.map(({ id, name, totalBytes }) => [id, name, totalBytes / MIB]);
}

const free = (driver: RecordedDriver, id: string) => cudaProvider(() => recorded(driver)).free(id);

describe('cudaProvider', () => {
  it('finds several GPUs, the largest of which auto takes', async () => {
    expect(await devicesOf(drivers.WORKSTATION)).toEqual([
      ['cuda:0', 'NVIDIA GeForce GTX 1080 Ti', 11264],
      ['cuda:1', 'NVIDIA GeForce RTX 4090', 24564],
    ]);
    const { devices } = await cudaProvider(() => recorded(drivers.WORKSTATION)).detect();
    expect(devices.map(({ autoRank }) => autoRank)).toEqual([1011, 1023]);
    expect(devices.map(({ precisions }) => precisions[0]?.format)).toEqual(['F16', 'BF16']);
    expect(devices[1]).toMatchObject({
      environment: {
        CUDA_VISIBLE_DEVICES: 'GPU-c83e1d52-44aa-b91f-0e77-5a2f6c9d1b48',
        CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      },
      details: { driver: '550.127.05', computeCapability: 8.9 },
      notes: [],
    });
    expect(await free(drivers.WORKSTATION, 'cuda:1')).toBe(23951 * MIB);
  });

  it('finds the parts of a divided GPU, each with its own memory', async () => {
    expect(await devicesOf(drivers.DIVIDED)).toEqual([
      ['cuda:0', 'NVIDIA A100-SXM4-40GB MIG 3g.20gb', 19968],
      ['cuda:1', 'NVIDIA A100-SXM4-40GB MIG 2g.10gb', 9984],
      ['cuda:2', 'NVIDIA A100-SXM4-40GB MIG 1g.5gb', 4864],
      ['cuda:3', 'NVIDIA A100-SXM4-40GB', 40960],
    ]);
    const { devices } = await cudaProvider(() => recorded(drivers.DIVIDED)).detect();
    expect(devices.map(({ environment }) => environment?.CUDA_VISIBLE_DEVICES)).toEqual([
      'MIG-c7384736-a75d-5afc-978f-d2f1294409fd',
      'MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d',
      'MIG-GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77/9/0',
      'GPU-a4640e2c-4d22-fb50-9e55-0bb0e5d3a1d0',
    ]);
    expect(await free(drivers.DIVIDED, 'cuda:1')).toBe(5888 * MIB);
  });

  it('takes the memory of the machine where the GPU has none of its own', async () => {
    expect(await devicesOf(drivers.UNIFIED)).toEqual([['cuda:0', 'NVIDIA GB10', 125516800 / 1024]]);
    const [device] = (await cudaProvider(() => recorded(drivers.UNIFIED)).detect()).devices;
    expect(device?.notes).toEqual([expect.stringContaining('shares the memory of the machine')]);
    expect(await free(drivers.UNIFIED, 'cuda:0')).toBe(119000000 * 1024);
  });

  it('asks an old driver for less', async () => {
    expect(await devicesOf(drivers.OLD_DRIVER)).toEqual([['cuda:0', 'Tesla K80', 11441]]);
  });

  it.each([
    ['no driver', drivers.NO_DRIVER, /no NVIDIA driver/],
    ['a driver without its program', drivers.NO_PROGRAM, /driver 550.127.05 is loaded, but its program/],
    ['a driver that was not loaded', drivers.NOT_LOADED, /couldn't communicate with the NVIDIA driver/],
    ['a driver of another version', drivers.MISMATCH, /version mismatch/],
    ['no GPU', drivers.NO_DEVICES, /No devices were found/],
    ['a program that hangs', drivers.HANGING, /no answer in time/],
    ['a GPU that is divided into nothing', drivers.DIVIDED_BY_NOTHING, /no part of it was made/],
    ['hidden GPUs', { ...drivers.WORKSTATION, environment: { CUDA_VISIBLE_DEVICES: '' } }, /hides all of the 2 GPUs/],
  ])('says why there is none with %s', async (_, driver, reason) => {
    expect(await cudaProvider(() => recorded(driver)).detect()).toEqual({
      devices: [],
      reason: expect.stringMatching(reason),
    });
    await expect(free(driver, 'cuda:0')).rejects.toMatchObject({ code: 'DEVICE_UNAVAILABLE' });
  });

  it.each([
    ['1', ['NVIDIA GeForce RTX 4090']],
    ['1,0', ['NVIDIA GeForce RTX 4090', 'NVIDIA GeForce GTX 1080 Ti']],
    ['GPU-2f1b', ['NVIDIA GeForce GTX 1080 Ti']],
    ['0,7,1', ['NVIDIA GeForce GTX 1080 Ti']],
  ])('sees with CUDA_VISIBLE_DEVICES=%s what CUDA sees', async (CUDA_VISIBLE_DEVICES, names) => {
    const driver = { ...drivers.WORKSTATION, environment: { CUDA_VISIBLE_DEVICES } };
    expect((await devicesOf(driver)).map(([id, name]) => [id, name])).toEqual(
      names.map((name, place) => [`cuda:${place}`, name]),
    );
  });

  it('is no choice of auto outside of Linux', async () => {
    const { devices } = await cudaProvider(() => recorded({ ...drivers.WORKSTATION, platform: 'win32' })).detect();
    expect(devices.map(({ autoRank }) => autoRank)).toEqual([undefined, undefined]);
    expect(devices[0]?.notes).toEqual([expect.stringContaining('auto uses CUDA on Linux alone')]);
  });

  it('refuses devices of others', async () => {
    for (const id of ['cuda:2', 'cuda', 'cpu', 'cuda:-1'])
      await expect(free(drivers.WORKSTATION, id)).rejects.toMatchObject({ code: 'DEVICE_UNAVAILABLE' });
  });

  it('makes valid devices of whatever the program prints', async () => {
    const [query, ...others] = Object.keys(drivers.DIVIDED.answers);
    const line = fc.oneof(fc.string(), fc.constant('0, GPU-1, x, 99, 100, 1, 8.0, Enabled'), fc.constant(',,,,,,,'));
    const texts = fc.tuple(fc.array(line), fc.string(), fc.string());
    await fc.assert(
      fc.asyncProperty(texts, async ([lines, list, xml]) => {
        const [L, q] = others as [string, string];
        const answers = { [query as string]: { text: lines.join('\n') }, [L]: { text: list }, [q]: { text: xml } };
        const detection = await cudaProvider(() => recorded({ answers })).detect();
        for (const device of detection.devices) expect(device.totalBytes).toBeGreaterThan(0);
        if (detection.devices.length === 0) expect((detection as { reason: string }).reason).toMatch(/\.$/);
      }),
    );
  });
});
