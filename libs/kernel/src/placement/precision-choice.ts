import type { Device, Precision } from '@predict-otron/plugin-sdk';

/** Of a device's policy, the first line for this family. Pure. */
export function choosePrecision(device: Device | undefined, family?: string): Precision | undefined {
  return device?.precisions.find(({ families }) => !families || (family !== undefined && families.includes(family)));
}
