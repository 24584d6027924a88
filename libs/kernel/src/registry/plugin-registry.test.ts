import type { HardwareProvider } from '@predict-otron/plugin-sdk';
import type { PluginRecord } from './plugin-record.js';
import { PluginRegistry } from './plugin-registry.js';

function provider(id: string, bytes: number): HardwareProvider {
  return { id, detect: async () => ({ devices: [], reason: 'none' }), free: async () => bytes };
}

function record(name: string, hardware: HardwareProvider[], extra: Partial<PluginRecord> = {}): PluginRecord {
  return { name, version: '1.0.0', source: `/${name}`, state: 'ready', contributions: { hardware }, ...extra };
}

describe('PluginRegistry', () => {
  it('lists the parts of running plugins in their order', () => {
    const registry = new PluginRegistry();
    registry.put(record('b', [provider('x', 1), provider('y', 2)]));
    registry.put(record('broken', [], { state: 'failed', reason: 'why' }));
    registry.put(record('a', [provider('z', 3)]));
    expect(registry.parts('hardware').map(({ plugin, part }) => [plugin, part.id])).toEqual([
      ['b', 'x'],
      ['b', 'y'],
      ['a', 'z'],
    ]);
    expect(registry.parts('runners')).toEqual([]);
    expect(registry.records.map(({ name }) => name)).toEqual(['b', 'broken', 'a']);
  });

  it('replaces a running plugin behind the handles that others hold', async () => {
    const registry = new PluginRegistry();
    registry.put(record('first', []));
    registry.put(record('p', [provider('cpu', 1), provider('gone', 1)]));
    const held = registry.handle('HARDWARE:cpu') as HardwareProvider;
    const gone = registry.handle('HARDWARE:gone') as HardwareProvider;
    registry.put(record('p', [provider('cpu', 2), provider('new', 2)], { version: '2.0.0' }));
    expect(await held.free('cpu')).toBe(2);
    expect(() => gone.free('gone')).toThrow(expect.objectContaining({ code: 'DISPOSED' }));
    expect(registry.handle('PLUGIN:p')).toMatchObject({ version: '2.0.0' });
    expect(registry.parts('hardware').map(({ part }) => part.id)).toEqual(['cpu', 'new']);
    expect(registry.records.map(({ name }) => name)).toEqual(['first', 'p']);
  });

  it('ends the handles of a retired plugin', () => {
    const registry = new PluginRegistry();
    const plugin = record('p', [provider('cpu', 1)]);
    registry.put(plugin);
    registry.retire(plugin);
    expect(registry.parts('hardware')).toEqual([]);
    expect(registry.handle('PLUGIN:p')).toMatchObject({ name: 'p', state: 'disposed' });
    expect(() => (registry.handle('HARDWARE:cpu') as HardwareProvider).free('cpu')).toThrow('HARDWARE:cpu');
  });

  it('refuses a name and a part that are taken, but not those of a failed plugin', () => {
    const registry = new PluginRegistry();
    registry.put(record('p', [provider('cpu', 1)]));
    registry.put(record('q', [], { state: 'failed' }));
    expect(() => registry.refuseTakenName('p')).toThrow('The name "p" is taken by the plugin in /p.');
    expect(() => registry.refuseTakenName('q')).not.toThrow();
    expect(() => registry.refuseTakenParts('r', { hardware: [provider('cpu', 1)] })).toThrow(
      'Its part HARDWARE:cpu is there already: the plugin "p" brought it.',
    );
    expect(() => registry.refuseTakenParts('r', { hardware: [provider('gpu', 1)] })).not.toThrow();
  });
});
