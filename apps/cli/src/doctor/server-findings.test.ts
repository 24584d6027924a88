import { hardwareFindings, pluginFindings } from './server-findings.js';

const plugin = { name: 'p', version: '1.0.0', state: 'ready', health: { status: 'up' } };

it.each([
  [plugin, 'good'],
  [{ ...plugin, state: 'failed', reason: 'no config' }, 'bad'],
  [{ ...plugin, health: { status: 'degraded', detail: 'slow' } }, 'warning'],
  [{ ...plugin, health: { status: 'down', detail: 'gone' } }, 'bad'],
])('finds of the plugin %j that it is %s', (it, state) => {
  expect(pluginFindings({ plugins: [it] })).toEqual([expect.objectContaining({ subject: 'plugin', state })]);
});

it('tells of devices that are there, that failed and that are not', () => {
  const device = { id: 'cpu', name: 'CPU', totalBytes: 1024 };
  const findings = hardwareFindings({
    devices: [device, { ...device, id: 'cuda:0', failure: 'no memory' }],
    absent: [{ provider: 'metal', reason: 'this is no Mac' }],
    chosen: { device: 'cpu', reason: 'alone' },
  });
  expect(findings.map(({ state, text }) => `${state} ${text}`)).toEqual([
    'good cpu: CPU, 1.0 KiB',
    'warning cuda:0: CPU: no memory',
    'good no metal: this is no Mac',
    'good models go to cpu: alone',
  ]);
});
