import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Detection, HardwareProvider } from '@predict-otron/plugin-sdk';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { Hardware } from './hardware.js';

const device = (id: string) => ({ id, kind: 'cpu' as const, name: id, totalBytes: 1, precisions: [], notes: [] });

function hardware(detections: Record<string, () => Promise<Detection>>): Hardware {
  const providers = Object.entries(detections).map(
    ([id, detect]): HardwareProvider => ({ id, detect, free: async () => 1 }),
  );
  const registry = new PluginRegistry();
  registry.put({ name: 'p', version: '', source: '', state: 'ready', contributions: { hardware: providers } });
  return new Hardware(registry);
}

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log']));
afterEach(() => jest.useRealTimers());

describe('Hardware', () => {
  it('has the devices of all providers', async () => {
    const it = hardware({
      cpu: async () => ({ devices: [device('cpu')] }),
      cuda: async () => ({ devices: [device('cuda:0'), device('cuda:1')] }),
      metal: async () => ({ devices: [], reason: 'This is no Mac.' }),
    });
    expect((await it.devices()).map(({ id }) => id)).toEqual(['cpu', 'cuda:0', 'cuda:1']);
    expect((await it.detections()).metal).toEqual({ devices: [], reason: 'This is no Mac.' });
  });

  it('never throws: a provider that does has no devices, and says why', async () => {
    const it = hardware({
      throws: () => {
        throw new Error('no driver');
      },
      rejects: () => Promise.reject(new Error('no device')),
      odd: async () => undefined as unknown as Detection,
      cpu: async () => ({ devices: [device('cpu')] }),
    });
    expect(await it.detections()).toEqual({
      throws: { devices: [], reason: 'no driver' },
      rejects: { devices: [], reason: 'no device' },
      odd: { devices: [], reason: 'detect answered without a list of devices.' },
      cpu: { devices: [device('cpu')] },
    });
    expect(await it.devices()).toEqual([device('cpu')]);
  });

  it('waits 2 s for a provider, and no longer', async () => {
    jest.useFakeTimers();
    const it = hardware({ hangs: () => new Promise(() => {}), cpu: async () => ({ devices: [device('cpu')] }) });
    const detections = it.detections();
    await jest.advanceTimersByTimeAsync(2000);
    expect(await detections).toMatchObject({ hangs: { devices: [], reason: 'detect took longer than 2000 ms.' } });
  });
});
