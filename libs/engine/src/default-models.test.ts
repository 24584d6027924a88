import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { ModelEntry, Models } from '@predict-otron/kernel';
import { ModelStore, storeSettings } from '@predict-otron/model-store';
import { HealthChecks } from '@predict-otron/service';
import { EngineConfiguration } from './configuration/index.js';
import { DefaultModels } from './default-models.js';
import { MissingModels } from './missing-models.js';

/** Models of which some cannot be loaded; remembers what was loaded, in order. */
class FakeModels {
  readonly order: string[] = [];

  constructor(
    private readonly entries: Pick<ModelEntry, 'id' | 'kind' | 'state' | 'isDefault'>[],
    private readonly broken: string[] = [],
  ) {}

  list() {
    return this.entries;
  }

  find(id: string) {
    const entry = this.entries.find((one) => one.id === id);
    if (!entry) throw new Error(`no ${id}`);
    return entry;
  }

  async rescan() {}

  async load(id: string) {
    this.order.push(id);
    if (this.broken.includes(id)) throw new Error('broken');
    this.find(id).state = 'loaded';
  }

  ready() {
    return this.entries.every(({ isDefault, state }) => !isDefault || state === 'loaded');
  }
}

const entries = () => [
  { id: 'embedder', kind: 'embedding' as const, state: 'unloaded' as const, isDefault: true },
  { id: 'other', kind: 'language' as const, state: 'unloaded' as const, isDefault: false },
  { id: 'talker', kind: 'language' as const, state: 'unloaded' as const, isDefault: true },
];

function setUp(models: FakeModels, configuration = new EngineConfiguration()) {
  const checks = new HealthChecks();
  const real = models as unknown as Models;
  const missing = new MissingModels(real, new ModelStore(storeSettings({ HF_HOME: '/none', HF_HUB_OFFLINE: '1' })));
  return { checks, defaults: new DefaultModels(real, configuration, missing, checks) };
}

describe('DefaultModels', () => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  beforeEach(() => jest.clearAllMocks());
  afterAll(() => jest.restoreAllMocks());

  it('loads the defaults alone, language first, and is ready only then', async () => {
    const models = new FakeModels(entries());
    const { checks, defaults } = setUp(models);
    expect(checks.waitingFor()).toEqual({ models: 'talker: unloaded; embedder: unloaded' });
    expect(await defaults.loaded()).toEqual(['talker', 'embedder']);
    expect(models.order).toEqual(['talker', 'embedder']);
    expect(checks.waitingFor()).toEqual({});
    expect(warn).not.toHaveBeenCalled();
  });

  it('goes on with the next when one cannot be loaded', async () => {
    const { checks, defaults } = setUp(new FakeModels(entries(), ['talker']));
    expect(await defaults.loaded()).toEqual(['embedder']);
    expect(checks.waitingFor()).toEqual({ models: 'talker: unloaded' });
    expect(error).toHaveBeenCalledWith('The model talker could not be loaded: broken');
  });

  it('is not ready for a model that cannot be downloaded, and says why', async () => {
    const models = new FakeModels(entries());
    const { checks, defaults } = setUp(models, Object.assign(new EngineConfiguration(), { model: 'acme/chat' }));
    expect(await defaults.loaded()).toEqual(['talker', 'embedder']);
    expect(checks.waitingFor()).toEqual({ models: expect.stringMatching(/^acme\/chat: .*HF_HUB_OFFLINE/) });
    expect(error.mock.calls[0]?.[0]).toMatch('could not be downloaded');
  });

  it('warns of a configured model that is not there', () => {
    const configuration = Object.assign(new EngineConfiguration(), { model: 'talker', embeddingModel: 'gone' });
    setUp(new FakeModels(entries()), configuration);
    expect(warn.mock.calls).toEqual([['no gone']]);
  });
});
