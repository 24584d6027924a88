import type { AnswerStats } from './answer-stats.js';

/** What happens to an answer that is being written, whichever way it comes. */
export type ChatEvent =
  | { type: 'queued'; position: number }
  | { type: 'loading'; progress: number }
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  | { type: 'warning'; message: string }
  | { type: 'end'; stats: AnswerStats };

/** An answer that did not come, or not whole. */
export class ChatError extends Error {
  override name = 'ChatError';

  constructor(
    message: string,
    /** From the server's closed set, or `connection_lost`. */
    readonly code: string,
    /** Whether the same request may succeed a little later, as after a restart of the server. */
    readonly passing: boolean,
  ) {
    super(message);
  }
}
