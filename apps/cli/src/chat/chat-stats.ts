import type { Usage } from '../http/stream-chat.js';
import type { ChunkTimes } from '../statistics/chunk-times.js';

/** Counts and times of a chat. */
export class ChatStats {
  private answers = 0;
  private promptTokens = 0;
  private answerTokens = 0;
  private last = '';

  /** Another answer is there. */
  add(usage: Usage | undefined, times: ChunkTimes): void {
    this.answers++;
    this.promptTokens += usage?.prompt_tokens ?? 0;
    this.answerTokens += usage?.completion_tokens ?? 0;
    const { total_ms, first_byte_ms } = times.numbers();
    const tokens = usage?.completion_tokens ?? 0;
    const rate = tokens > 1 && first_byte_ms !== null ? (tokens - 1) / ((total_ms - first_byte_ms) / 1000) : undefined;
    this.last = [
      `${usage?.prompt_tokens ?? '?'} tokens read, ${usage?.completion_tokens ?? '?'} written`,
      ...(rate !== undefined && Number.isFinite(rate) ? [`${rate.toFixed(1)} tokens/s`] : []),
      times.summary(),
    ].join('\n');
  }

  toString(): string {
    if (this.answers === 0) return 'There was no answer yet.';
    return `last answer: ${this.last}\nall ${this.answers} answers: ${this.promptTokens} tokens read, ${this.answerTokens} written`;
  }
}
