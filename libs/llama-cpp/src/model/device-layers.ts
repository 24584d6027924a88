import { type LoadOptions, PluginError } from '@predict-otron/plugin-sdk';
import { engine } from '../engine.js';

/** The layers that a device other than the CPU holds. */
export interface DeviceLayers {
  deviceId: string;
  layers: number | 'all';
}

/** What a placement gives to a device other than the CPU. Throws `UNSUPPORTED` for more than one such device. */
export function deviceLayers({ placement }: Pick<LoadOptions, 'placement'>): DeviceLayers | undefined {
  const [device, second] = placement.filter(({ deviceId }) => deviceId !== 'cpu');
  if (!second) return device;
  const message = `The layers of a model are shared between one device and the CPU, not with ${second.deviceId} as well.`;
  throw new PluginError('UNSUPPORTED', message, { param: 'placement' });
}

/** The engine with what `loadModel` has to know of the placement. Throws `DEVICE_UNAVAILABLE` where it cannot reach it. */
export async function placedEngine(options: Pick<LoadOptions, 'placement'>) {
  const device = deviceLayers(options);
  const llama = await engine();
  if (!device) return { llama, gpuLayers: 0 };
  const { deviceId, layers } = device;
  if (!llama.gpu || deviceId.split(':')[0] !== llama.gpu) {
    const message = `This process computes on ${llama.gpu || 'the CPU'}, not on ${deviceId}.`;
    throw new PluginError('DEVICE_UNAVAILABLE', message, { deviceId });
  }
  return { llama, gpuLayers: layers === 'all' ? ('max' as const) : layers };
}
