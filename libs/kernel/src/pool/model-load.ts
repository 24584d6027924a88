import type { ErrorCode } from '@predict-otron/plugin-sdk';

/** A load of a model that has ended. */
export interface ModelLoad {
  model: string;
  /** Milliseconds that it took, without the wait for memory; absent where it failed. */
  ms?: number;
  /** Why it failed. */
  code?: ErrorCode;
}
