import type { IncomingMessage } from 'node:http';

/** How a piece of work ended: a status as HTTP has them, and how long it took, in milliseconds. */
export interface WorkEnd {
  requestId: string;
  status: number;
  code?: string;
  ms: number;
}

/** What a server knows of the chats over its WebSockets: a shutdown waits for them, and the log tells of them. */
export interface OpenWork {
  /** False as soon as a shutdown has begun. */
  readonly accepting: boolean;
  /**
   * Asked before each piece of work of who opened the WebSocket. Throws where there is no memory for it. Returns what counts
   * it, undefined where nothing is counted: it resolves with what is to be called at the end of the work, and rejects where
   * the client's key may not have more.
   */
  admit(request: IncomingMessage): (() => Promise<() => void>) | undefined;
  /** Counts a piece of work until the returned function is called; `cut` ends it when the shutdown's limit has passed. */
  hold(cut: () => void): () => void;
  /**
   * Begins a piece of work for who opened a WebSocket, with what stands for it as the `origin` of what is generated; `facts`,
   * without content, are for its log line, and `ended` is told how it ended.
   */
  follow<T>(
    request: IncomingMessage,
    begin: (origin: object) => T,
  ): { begun: T; facts(): object; ended(how: WorkEnd): void };
}

/** The server's {@link OpenWork} as something to inject; without one nobody waits and the log knows less. */
export const OPEN_WORK = Symbol('OPEN_WORK');

/** Stands in where nobody waits. */
export const NOBODY_WAITS: OpenWork = {
  accepting: true,
  admit: () => undefined,
  hold: () => () => {},
  follow: (_, begin) => ({ begun: begin({}), facts: () => ({}), ended: () => {} }),
};
