import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadOptions, MemoryNeed } from '@predict-otron/plugin-sdk';
import { EMPTY } from 'rxjs';
import { MeasuredMemory } from './measured-memory.js';

const NEEDS: MemoryNeed[] = [{ deviceId: 'cpu', weights: 3, kvCache: 2, compute: 1 }];
const OPTIONS: LoadOptions = {
  placement: [{ deviceId: 'cpu', layers: 'all' }],
  contextTokens: 8,
  parallel: 1,
  threads: 1,
};
const MODEL = {
  kind: 'language' as const,
  file: { id: 'm', path: '/m.gguf' },
  modifiedAt: 1,
  sizeBytes: 5,
  plugin: 'p',
  backend: { id: 'b', load: () => EMPTY, estimate: async () => [] },
};

describe('MeasuredMemory', () => {
  let folder: string;
  /** As the next process has it. */
  const memory = () => new MeasuredMemory(folder);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'measured-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('knows after a restart what a model took', async () => {
    expect(await memory().find(MODEL, OPTIONS)).toBeUndefined();
    await memory().keep(MODEL, OPTIONS, NEEDS);
    expect(await memory().find(MODEL, OPTIONS)).toEqual(NEEDS);
    expect(await readdir(join(folder, 'memory'))).toHaveLength(1);
  });

  it.each([
    ['another file', { ...MODEL, modifiedAt: 2 }, OPTIONS],
    ['another backend', { ...MODEL, backend: { ...MODEL.backend, id: 'c' } }, OPTIONS],
    ['a longer context', MODEL, { ...OPTIONS, contextTokens: 16 }],
    ['another device', MODEL, { ...OPTIONS, placement: [{ deviceId: 'metal', layers: 'all' as const }] }],
    [
      'another format',
      { ...MODEL, backend: { ...MODEL.backend, planned: async () => ({ ...OPTIONS, kvCacheType: 'Q8_0' as const }) } },
      OPTIONS,
    ],
  ])('says nothing of %s', async (_, model, options) => {
    await memory().keep(MODEL, OPTIONS, NEEDS);
    expect(await memory().find(model, options)).toBeUndefined();
  });

  it('keeps nothing of a load that ended up on another device', async () => {
    await memory().keep(MODEL, OPTIONS, [{ ...(NEEDS[0] as MemoryNeed), deviceId: 'cuda:0' }]);
    await memory().keep(MODEL, OPTIONS, []);
    expect(await memory().find(MODEL, OPTIONS)).toBeUndefined();
  });

  it('believes nothing that is broken, and fails nothing where it cannot be written', async () => {
    await memory().keep(MODEL, OPTIONS, NEEDS);
    const [name = ''] = await readdir(join(folder, 'memory'));
    for (const text of ['', '{}', '[]', '[null]', '[{"deviceId":"cpu","weights":-1,"kvCache":0,"compute":0}]']) {
      await writeFile(join(folder, 'memory', name), text);
      expect(await memory().find(MODEL, OPTIONS)).toBeUndefined();
    }
    await new MeasuredMemory(join(folder, 'memory', name)).keep(MODEL, OPTIONS, NEEDS);
  });
});
