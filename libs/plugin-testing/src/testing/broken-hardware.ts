import type { Detection } from '@predict-otron/plugin-sdk';
import type { BrokenPlugin } from './broken-plugin.js';
import { changeHardware } from './change-toy.js';

const COMPLETE = 'hardware detects complete devices, or says why there are none';
const FREE = 'hardware tells free memory between nothing and the total';

export const BROKEN_HARDWARE: BrokenPlugin[] = [
  [COMPLETE, 'no device and no reason', changeHardware(() => ({ detect: async () => ({ devices: [] }) as never }))],
  [
    COMPLETE,
    'no precision',
    changeHardware(({ detect }) => ({ detect: async () => changeDevice(await detect(), { precisions: [] }) })),
  ],
  [
    COMPLETE,
    'a function in a device',
    changeHardware(({ detect }) => ({
      detect: async () => changeDevice(await detect(), { details: { refresh: (() => 1) as never } }),
    })),
  ],
  [
    'hardware detects the same devices each time, also at the same time',
    'ids that count up',
    changeHardware(({ detect }) => {
      let calls = 0;
      return { detect: async () => changeDevice(await detect(), { id: `toy:${calls++}` }) };
    }),
  ],
  [
    'hardware never throws in detect, also where no program is found',
    'a program that must be there',
    changeHardware(({ detect }) => ({
      detect: async () => {
        if (!process.env.PATH) throw new Error('spawn ENOENT');
        return detect();
      },
    })),
  ],
  [FREE, 'more than there is', changeHardware(() => ({ free: async () => 4096 }))],
  [FREE, 'no number', changeHardware(() => ({ free: async () => Number.NaN }))],
  [
    'hardware refuses a device that is not there',
    'nothing free of no device',
    changeHardware(() => ({ free: async () => 0 })),
  ],
];

function changeDevice(detection: Detection, change: Partial<Detection['devices'][0]>): Detection {
  const [device] = detection.devices;
  return device ? { devices: [{ ...device, ...(change as object) }] } : detection;
}
