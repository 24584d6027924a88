import type { JsonObject } from '../json.js';
import type { Precision } from './precision.js';

/** What computes: the CPU with its memory, or one accelerator. */
export interface Device {
  /** Stable on one machine: `cpu`, `cuda:0`, `metal`, `vulkan:0`. */
  id: string;
  kind: 'cpu' | 'cuda' | 'metal' | 'vulkan' | 'other';
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
  /** Facts of the kind, such as the instruction sets seen. */
  details?: JsonObject;
}
