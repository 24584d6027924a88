/** What a shutdown waits for. */
export interface OpenWork {
  /** False as soon as a shutdown has begun. */
  readonly accepting: boolean;
  /** Counts a piece of work until the returned function is called; `cut` ends it when the shutdown's limit has passed. */
  hold(cut: () => void): () => void;
}

/** The server's {@link OpenWork} as something to inject; without one a shutdown waits for nothing here. */
export const OPEN_WORK = Symbol('OPEN_WORK');

/** Stands in where nobody waits. */
export const NOBODY_WAITS: OpenWork = { accepting: true, hold: () => () => {} };
