import type { Detection, Device } from '@predict-otron/plugin-sdk';
import { FakeKernel, startEngine } from '../engine.fixture.js';

const GPU: Device = {
  id: 'cuda:0',
  kind: 'cuda',
  name: 'GPU',
  totalBytes: 100,
  precisions: [{ format: 'BF16', reason: 'It can.' }],
  notes: ['A note.'],
  environment: { CUDA_VISIBLE_DEVICES: 'GPU-1' },
};

describe('GET /admin/hardware', () => {
  it('shows what was found, what was chosen, and why', async () => {
    const kernel = new FakeKernel();
    const placement = { askedDevice: 'auto', device: 'cpu', layers: 'all' as const, reasons: ['So.'], isolated: false };
    Object.assign(kernel.hardware, {
      detections: async (): Promise<Record<string, Detection>> => ({
        cuda: { devices: [GPU, { ...GPU, id: 'cuda:1' }] },
        metal: { devices: [], reason: 'This is no Mac.' },
      }),
      free: async (id: string) => (id === 'cuda:0' ? 60 : Promise.reject(new Error('gone'))),
    });
    Object.assign(kernel.placements, {
      list: () => [{ modelId: 'm', ...placement }],
      failures: () => ({ 'cuda:1': 'It broke.' }),
      defaultChoice: () => ({ deviceId: 'cuda:0', reason: 'The first.' }),
    });
    const { app, url } = await startEngine(kernel);
    const shown = { kind: 'cuda', name: 'GPU', totalBytes: 100, precisions: GPU.precisions, notes: GPU.notes };
    expect(await (await fetch(`${url}/admin/hardware`)).json()).toEqual({
      devices: [
        { id: 'cuda:0', ...shown, freeBytes: 60 },
        { id: 'cuda:1', ...shown, failure: 'It broke.' },
      ],
      absent: [{ provider: 'metal', reason: 'This is no Mac.' }],
      chosen: { device: 'cuda:0', reason: 'The first.' },
      models: [{ model: 'm', ...placement }],
    });
    await app.close();
  });
});
