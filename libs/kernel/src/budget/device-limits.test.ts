import { DeviceLimits } from './device-limits.js';

const memory = async (id: string) => (id === 'cpu' ? { totalBytes: 1000, freeBytes: 400 } : undefined);

describe('DeviceLimits', () => {
  it.each([
    ['nine tenths of what is free for models, where nothing is configured', {}, 'cpu', 540],
    ['the bytes of the configuration', { cpu: { bytes: 5 }, '*': { bytes: 6 } }, 'cpu', 5],
    ['the limit of every device', { 'cuda:0': { bytes: 5 }, '*': { bytes: 6 } }, 'cpu', 6],
    ['a share of the whole device', { '*': { share: 0.25 } }, 'cpu', 250],
    ['no limit for a device that nobody knows', {}, 'tpu', Number.POSITIVE_INFINITY],
  ])('is %s', async (_, configured, deviceId, bytes) => {
    const limits = new DeviceLimits(configured as ConstructorParameters<typeof DeviceLimits>[0], memory);
    await limits.refresh([deviceId], () => new Map([['cpu', 200]]));
    expect(limits.of(deviceId)).toBe(bytes);
  });

  it('is none where the provider fails', async () => {
    const limits = new DeviceLimits({}, () => Promise.reject(new Error('gone')));
    await limits.refresh(['cpu'], () => new Map());
    expect(limits.of('cpu')).toBe(Number.POSITIVE_INFINITY);
  });
});
