import type { Device, DeviceKind } from '@predict-otron/plugin-sdk';
import { chooseDevice, type DeviceQuestion } from './device-choice.js';

const device = (id: string, autoRank?: number): Device => ({
  id,
  kind: id.split(':')[0] as DeviceKind,
  name: `The ${id}`,
  totalBytes: 1,
  precisions: [],
  notes: [],
  ...(autoRank !== undefined && { autoRank }),
});

const DEVICES = [device('cpu', 0), device('vulkan:0'), device('cuda:0', 100), device('cuda:1', 101)];
const KINDS: DeviceKind[] = ['cpu', 'cuda', 'vulkan'];

function choose(asked: string, changes: Partial<DeviceQuestion> = {}) {
  return chooseDevice({ asked, devices: DEVICES, kinds: KINDS, failed: new Map(), ...changes });
}

describe('chooseDevice', () => {
  it.each<[string, Partial<DeviceQuestion>, string, RegExp]>([
    ['auto', {}, 'cuda:1', /The cuda:1 comes first/],
    ['auto', { failed: new Map([['cuda:1', 'broken']]) }, 'cuda:0', /comes first/],
    ['auto', { failed: new Map(DEVICES.map(({ id }) => [id, 'broken'])) }, 'cpu', /cuda:1 failed before: broken/],
    ['auto', { kinds: ['cpu'] }, 'cpu', /on the CPU alone/],
    ['auto', { devices: DEVICES.slice(0, 2) }, 'cpu', /vulkan:0 computes only for models that ask for it/],
    ['auto', { devices: DEVICES.slice(0, 1) }, 'cpu', /no other device was found/],
    ['auto', { devices: [] }, 'cpu', /no other device was found/],
    ['cpu', {}, 'cpu', /asked for/],
    ['vulkan:0', {}, 'vulkan:0', /asked for/],
    ['cuda:0', { failed: new Map([['cuda:0', 'broken']]) }, 'cuda:0', /asked for/],
  ])('for %s with %j takes %s', (asked, changes, deviceId, reason) => {
    expect(choose(asked, changes)).toEqual({ deviceId, reason: expect.stringMatching(reason) });
  });

  it.each<[string, Partial<DeviceQuestion>, RegExp]>([
    ['cuda:7', {}, /no device cuda:7 \(found: cpu, vulkan:0, cuda:0, cuda:1\)/],
    ['metal', { devices: [] }, /found: none/],
    ['cuda:0', { kinds: ['cpu'] }, /cannot compute on cuda:0/],
  ])('warns where %s cannot be had', (asked, changes, warning) => {
    expect(choose(asked, changes)).toMatchObject({ deviceId: 'cpu', warning: expect.stringMatching(warning) });
  });
});
