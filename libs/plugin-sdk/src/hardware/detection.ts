import type { Device } from './device.js';

/** What a hardware provider found: devices, or the reason for none. */
export type Detection = { devices: [Device, ...Device[]] } | { devices: []; reason: string };
