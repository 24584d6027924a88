import type { MemoryNeed } from '@predict-otron/plugin-sdk';

/** A model as the line before the memory sees it. */
export interface Tenant {
  readonly id: string;
  /** It never makes room for others. */
  readonly pinned: boolean;
  readonly inMemory: boolean;
  /** Its memory is being freed, or will be as soon as it has answered. */
  readonly isLeaving: boolean;
  /** Requests that it is answering. */
  readonly userCount: number;
  /** Milliseconds since the epoch; 0 before it was ever used or loaded. */
  readonly lastUsedAt: number;
  readonly loadedAt: number;
  /** How long its last load took, in milliseconds. */
  readonly loadMs: number;
  /** Its turn is over: it answers those it has, and who comes now waits for its next turn. */
  yielding: boolean;
  /** What it will take: what it took the last time, or an estimate from its header. */
  needs(): Promise<MemoryNeed[]>;
  unload(): Promise<void>;
}
