import type { PluginReport } from '@predict-otron/kernel';
import { FakeKernel, startEngine } from '../engine.fixture.js';

const NONE = { hardware: [], runners: [], embedders: [], rerankers: [], stages: [] };
const report = (more: Partial<PluginReport>): PluginReport =>
  ({ name: 'one', version: '1.0.0', source: 'pkg-one', state: 'ready', contributions: NONE, ...more }) as PluginReport;

describe('GET /admin/plugins', () => {
  it('lists each plugin with its health, and a second one of a name as well', async () => {
    const kernel = new FakeKernel();
    Object.assign(kernel.plugins, {
      list: () => [
        report({ contributions: { ...NONE, runners: ['llama'] } }),
        report({ source: '/plugins/one', state: 'failed', reason: 'There is another one.' }),
        report({ name: 'two', version: '0.1.0', source: 'pkg-two', state: 'failed', reason: 'Broken.' }),
      ],
      health: async () => ({
        one: { status: 'degraded', detail: 'Slow.' },
        '/plugins/one': { status: 'down', detail: 'There is another one.' },
        two: { status: 'down', detail: 'Broken.' },
      }),
    });
    const { app, url } = await startEngine(kernel);
    const response = await fetch(`${url}/admin/plugins`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      plugins: [
        {
          name: 'one',
          version: '1.0.0',
          source: 'pkg-one',
          state: 'ready',
          contributions: { ...NONE, runners: ['llama'] },
          health: { status: 'degraded', detail: 'Slow.' },
        },
        {
          name: 'one',
          version: '1.0.0',
          source: '/plugins/one',
          state: 'failed',
          reason: 'There is another one.',
          contributions: NONE,
          health: { status: 'down', detail: 'There is another one.' },
        },
        {
          name: 'two',
          version: '0.1.0',
          source: 'pkg-two',
          state: 'failed',
          reason: 'Broken.',
          contributions: NONE,
          health: { status: 'down', detail: 'Broken.' },
        },
      ],
    });
    await app.close();
  });
});
