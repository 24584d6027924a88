/** How often the watched thread shows that it lives, in milliseconds. */
export const BEAT_MS = 100;

/** What the watching thread is started with. */
export interface WatchSettings {
  /** Shared: beats of the watched thread so far, and the number of the stage that it runs, 0 for none. */
  cells: Int32Array;
  /** Milliseconds without a beat after which the thread counts as blocked. */
  limitMs: number;
}

/** A stage, and the number that stands for it. */
export interface WatchedStage {
  number: number;
  plugin: string;
  stage: string;
}

/** The thread was blocked, and beats again. */
export interface Blockage {
  ms: number;
  stage?: WatchedStage;
  /** Paths of the modules whose functions were running, the innermost first. */
  files: string[];
}
