import { Logger } from '@nestjs/common';
import { type Detection, type Device, type LoadOptions, type ModelInfo, PluginError } from '@predict-otron/plugin-sdk';
import { lastValueFrom, NEVER, of, throwError, toArray } from 'rxjs';
import { DeviceLimits } from '../budget/device-limits.js';
import { MemoryLine } from '../budget/memory-line.js';
import type { KernelOptions, ModelSettings } from '../configuration/kernel-options.js';
import { Hardware } from '../hardware/hardware.js';
import { echoModel } from '../pool/echo-model.fixture.js';
import type { Backend } from '../pool/model-kind.js';
import { unknownInfo } from '../pool/unknown-info.js';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { Placements } from './placements.js';

const GIB = 2 ** 30;
const CPU: Device = {
  id: 'cpu',
  kind: 'cpu',
  name: 'CPU',
  totalBytes: GIB,
  precisions: [{ format: 'F32', reason: 'Every CPU does.', levers: { files: [], onnx: [], kvCacheType: 'F16' } }],
  notes: [],
  autoRank: 0,
};
const METAL: Device = {
  ...CPU,
  id: 'metal',
  kind: 'metal',
  autoRank: 100,
  precisions: [
    {
      format: 'F32',
      reason: 'Gemma overflows F16.',
      families: ['gemma'],
      levers: { files: [], onnx: [], kvCacheType: 'F32' },
    },
    {
      format: 'F16',
      reason: 'Metal is fast in it.',
      levers: { files: [], onnx: [], kvCacheType: 'F16', flashAttention: true },
    },
  ],
};
const FILE = { id: 'm', path: '/m.gguf' };
const OPTIONS: LoadOptions = {
  placement: [{ deviceId: 'cpu', layers: 'all' }],
  contextTokens: 8,
  parallel: 1,
  threads: 1,
};

interface Setting {
  settings?: ModelSettings;
  devices?: Device[];
  free?: () => Promise<number>;
  info?: Partial<ModelInfo>;
  kinds?: Backend['deviceKinds'];
}

const warnings: unknown[] = [];
beforeEach(() => {
  warnings.length = 0;
  Logger.overrideLogger({ warn: (message: unknown) => warnings.push(message), log() {}, error() {} });
});
afterAll(() => Logger.overrideLogger(['log']));

/** One backend that takes 100 bytes a layer on its device. Its process cannot start, as no such package exists. */
function setUp({ settings = {}, devices = [CPU, METAL], free = async () => GIB, info = {}, kinds }: Setting) {
  const loaded: LoadOptions[] = [];
  const backend: Backend = {
    id: 'b',
    deviceKinds: kinds ?? ['cpu', 'metal'],
    describe: async () => ({
      ...(unknownInfo('language', 'm') as ModelInfo),
      layers: 11,
      quantization: 'Q8_0',
      ...info,
    }),
    estimate: async (_, { placement }) =>
      placement.map(({ deviceId, layers }) => ({
        deviceId,
        weights: 100 * (layers === 'all' ? 11 : layers),
        kvCache: 0,
        compute: 0,
      })),
    load: (_, options) => {
      loaded.push(options);
      return of({ type: 'progress' as const, progress: 0.1 }, { type: 'loaded' as const, model: echoModel() });
    },
  };
  const registry = new PluginRegistry();
  const hardware = [{ id: 'h', detect: async () => ({ devices, reason: '' }) as Detection, free: async () => 1 }];
  const launch = { folder: '/no/such/package', config: {}, cacheFolder: '/', isolate: false };
  registry.put({
    name: 'p',
    version: '',
    source: '',
    state: 'ready',
    contributions: { hardware, runners: [backend as never] },
    launch,
  });
  const limits = new DeviceLimits(undefined, async () => ({ totalBytes: GIB, freeBytes: await free() }));
  const memory = new MemoryLine(limits, { turnMs: 0, waitMs: 0 });
  const options = { models: { m: settings } } as unknown as KernelOptions;
  const placements = new Placements(options, NEVER, new Hardware(registry), memory, registry);
  const placed = placements.place({ kind: 'language', plugin: 'p', backend });
  return { placements, placed, loaded, load: () => lastValueFrom(placed.load(FILE, OPTIONS).pipe(toArray())) };
}

describe('Placements', () => {
  it('loads on the CPU, by its policy, where there is nothing else', async () => {
    const { load, loaded, placements } = setUp({ devices: [CPU] });
    expect((await load()).map(({ type }) => type)).toEqual(['progress', 'loaded']);
    expect(loaded).toEqual([{ ...OPTIONS, kvCacheType: 'F16' }]);
    expect(placements.list()).toEqual([
      {
        modelId: 'm',
        askedDevice: 'auto',
        device: 'cpu',
        layers: 'all',
        reasons: [expect.stringMatching(/no other device/), 'Every CPU does.'],
        precision: 'F32',
        quantization: 'Q8_0',
        kvCacheType: 'F16',
        isolated: false,
      },
    ]);
  });

  it('maps no file into this process, since whoever cuts it would end it', async () => {
    const { placed } = setUp({ devices: [CPU] });
    const mapped = { ...OPTIONS, useMmap: true };
    expect(await placed.planned?.(FILE, mapped)).toMatchObject({ useMmap: false });
    const isolated = setUp({ devices: [CPU], settings: { isolate: true } });
    expect(await isolated.placed.planned?.(FILE, mapped)).toMatchObject({ useMmap: true });
    expect(await isolated.placed.planned?.(FILE, { ...OPTIONS, useMmap: false })).toMatchObject({ useMmap: false });
  });

  it('loads what settings say rather than what the policy says', async () => {
    const { load, loaded } = setUp({ settings: { device: 'cpu', kvCacheType: 'Q8_0', flashAttention: true } });
    await load();
    expect(loaded).toEqual([{ ...OPTIONS, kvCacheType: 'Q8_0', flashAttention: true }]);
  });

  it.each<[string, Setting, object]>([
    [
      'all layers where they fit',
      {},
      { placement: [{ deviceId: 'metal', layers: 'all' }], kvCacheType: 'F16', flashAttention: true },
    ],
    [
      "a family's own line of the policy",
      { info: { family: 'gemma' } },
      { placement: [{ deviceId: 'metal', layers: 'all' }], kvCacheType: 'F32' },
    ],
    [
      'as many layers as fit',
      { free: async () => 600 },
      {
        placement: [
          { deviceId: 'metal', layers: 5 },
          { deviceId: 'cpu', layers: 'all' },
        ],
        kvCacheType: 'F16',
        flashAttention: true,
      },
    ],
    [
      'no layer where none fits',
      { free: async () => 99 },
      { placement: [{ deviceId: 'cpu', layers: 'all' }], kvCacheType: 'F16' },
    ],
    [
      'all layers where the memory is not known',
      { free: () => Promise.reject(new Error('gone')) },
      { placement: [{ deviceId: 'metal', layers: 'all' }], kvCacheType: 'F16', flashAttention: true },
    ],
  ])('estimates %s', async (_, setting, expected) => {
    const needs: LoadOptions[] = [];
    const { placements } = setUp(setting);
    const backend: Backend = {
      id: 'b',
      deviceKinds: ['cpu', 'metal'],
      describe: async () => ({ ...(unknownInfo('language', 'm') as ModelInfo), layers: 11, ...setting.info }),
      estimate: async (_file, options) => {
        needs.push(options);
        const { deviceId, layers } = options.placement[0] as LoadOptions['placement'][0];
        return [{ deviceId, weights: 100 * (layers === 'all' ? 11 : layers), kvCache: 0, compute: 0 }];
      },
      load: () => NEVER,
    };
    await placements.place({ kind: 'language', plugin: 'p', backend }).estimate(FILE, OPTIONS);
    expect(needs.at(-1)).toEqual({ ...OPTIONS, ...expected });
  });

  it('falls back to the CPU with a warning where a device fails at the load, and says so from then on', async () => {
    const { load, loaded, placements } = setUp({});
    const events = await load();
    expect(events.at(-1)?.type).toBe('loaded');
    expect(loaded).toEqual([{ ...OPTIONS, kvCacheType: 'F16' }]);
    expect(warnings).toEqual([expect.stringMatching(/^m: The load on metal failed, so the CPU is used: /)]);
    expect(placements.list()).toMatchObject([{ device: 'cpu', askedDevice: 'auto', warning: expect.any(String) }]);
  });

  it('warns of a device that is not there', async () => {
    const { load } = setUp({ settings: { device: 'cuda:3' } });
    expect((await load()).at(-1)?.type).toBe('loaded');
    expect(warnings).toEqual(['m: There is no device cuda:3 (found: cpu, metal), so the CPU is used.']);
  });

  it('passes on the error of a load on the CPU', async () => {
    const { placements } = setUp({ devices: [CPU] });
    const failing = {
      id: 'b',
      describe: async () => undefined,
      estimate: async () => [],
      load: () => throwError(() => new PluginError('MODEL_INVALID', 'cut')),
    };
    const placed = placements.place({ kind: 'language', plugin: 'p', backend: failing });
    await expect(lastValueFrom(placed.load(FILE, OPTIONS))).rejects.toMatchObject({ code: 'MODEL_INVALID' });
  });
});
