import type { NumberFormat } from '@predict-otron/plugin-sdk';

/** Where a model was last loaded, what had been asked for, and why it came so: plain data. */
export interface PlacementReport {
  modelId: string;
  /** `auto` or a device's id. */
  askedDevice: string;
  device: string;
  /** Layers on that device; the CPU has the others. */
  layers: number | 'all';
  reasons: string[];
  /** What could not be had as it was asked for. */
  warning?: string;
  /** The policy's for the device and the model's family. */
  precision?: NumberFormat;
  /** Of the model's file; weights are never converted. */
  quantization?: string;
  kvCacheType?: NumberFormat;
  /** Absent: the engine takes it where the device can. */
  flashAttention?: boolean;
  /** In a child process of its own. */
  isolated: boolean;
  /** Of that process. */
  pid?: number;
}
