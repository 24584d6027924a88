/** How far a load has come; emitted any number of times before the loaded model itself. */
export interface LoadProgress {
  type: 'progress';
  /** 0 to 1, never falling. */
  progress: number;
}

/** The last value of a load: what was loaded. Unsubscribing before it stops the load and frees all it took. */
export interface Loaded<T> {
  type: 'loaded';
  model: T;
}
