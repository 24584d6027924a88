import { freemem, totalmem } from 'node:os';
import { type Device, type Plugin, PluginError } from '@predict-otron/plugin-sdk';

const ID = 'my-plugin:0';

/** Finds a device of a kind of its own. Put in here how yours is found. */
const plugin: Plugin = {
  apiVersion: 1,
  name: 'my-plugin',
  setup: () => ({
    hardware: [
      {
        id: 'my-plugin',
        // never throws; without a device: { devices: [], reason: 'No driver is installed.' }
        detect: async () => ({ devices: [device()] }),
        free: async (deviceId) => {
          if (deviceId !== ID) throw new PluginError('DEVICE_UNAVAILABLE', `There is no device ${deviceId}.`);
          return Math.min(freemem(), totalmem());
        },
      },
    ],
  }),
};

export default plugin;

function device(): Device {
  return {
    id: ID,
    kind: 'other',
    name: 'Example device',
    totalBytes: totalmem(),
    precisions: [{ format: 'F32', reason: 'It computes in no other format.' }],
    notes: ['An example: no backend computes on it.'],
  };
}
