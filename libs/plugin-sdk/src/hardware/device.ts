import type { JsonObject } from '../json.js';
import type { Precision } from './precision.js';

/** The kinds of device that backends know of. */
export type DeviceKind = 'cpu' | 'cuda' | 'metal' | 'vulkan' | 'other';

/** What computes: the CPU with its memory, or one accelerator. */
export interface Device {
  /** Stable on one machine: `cpu`, `cuda:0`, `metal`, `vulkan:0`. */
  id: string;
  kind: DeviceKind;
  /** As its maker calls it. */
  name: string;
  /** Memory that models may take, in bytes; for a CPU the container's limit where there is one. */
  totalBytes: number;
  /** The platform's policy, best first. */
  precisions: Precision[];
  /** What a person should know, a sentence each. */
  notes: string[];
  /** Threads that may compute at the same time (CPU only). */
  threads?: number;
  /**
   * Place in the order in which `device: auto` takes devices, the highest first; the CPU is 0. Absent: only taken when
   * it is asked for by its id.
   */
  autoRank?: number;
  /** Variables with which a process sees this device of its kind and no other. */
  environment?: Record<string, string>;
  /** Facts of the kind, such as the instruction sets seen. */
  details?: JsonObject;
}
