import type { Detection } from './detection.js';

/** Finds the devices of one kind. The kernel asks at start; `otron doctor` and `GET /admin/hardware` show the answer. */
export interface HardwareProvider {
  /** Unique among providers: `cpu`, `cuda`, `metal`, `vulkan`. */
  id: string;
  /** Never throws, never takes more than 2 s. */
  detect(): Promise<Detection>;
  /** Free memory of a device now, in bytes. Throws `DEVICE_UNAVAILABLE` for a device that is gone. */
  free(deviceId: string): Promise<number>;
}
