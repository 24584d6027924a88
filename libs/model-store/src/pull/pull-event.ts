/** What a pull tells until the model is there. */
export type PullEvent = PullProgress | PullDone;

/** How far it has come. */
export interface PullProgress {
  type: 'progress';
  /** `resolving`: which files; `waiting`: another process has one of them; `verifying`: checksums. */
  phase: 'resolving' | 'waiting' | 'downloading' | 'verifying';
  /** Bytes of all files that are here, those of an earlier try included. */
  completedBytes: number;
  /** Bytes of all files; 0 until they are known. */
  totalBytes: number;
  /** Over the last seconds; 0 until it can be told. */
  bytesPerSecond: number;
  /** Seconds that are left at this rate; absent until it can be told. */
  etaSeconds?: number;
}

/** The model is in the store; this is the last event. */
export interface PullDone {
  type: 'done';
  /** Its id. */
  id: string;
  /** Absolute path of what is loaded. */
  path: string;
  sizeBytes: number;
  /** It was all there before: nothing was downloaded. */
  cached: boolean;
}
