import { type AnswerTimings, tokensPerSecond } from '../../../src/shared/answer-stats.js';
import { ChatError, type ChatEvent } from '../../../src/shared/chat-event.js';
import { isPassing } from '../../../src/shared/passing-errors.js';
import type { SocketEvent } from './chat-socket.js';

interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  prompt_tokens_details?: { cached_tokens?: number; dropped_tokens?: number };
}

/** Turns the events of one chat into what the page shows of it. Times are measured from its making on. */
export class SocketEvents {
  private readonly begin = performance.now();
  private firstTokenMs = 0;
  private usage?: Usage;

  /** Throws a ChatError for an `error`. */
  read(event: SocketEvent): ChatEvent[] {
    switch (event.type) {
      case 'queued':
        return [{ type: 'queued', position: Number(event.position) }];
      case 'loading':
        return [{ type: 'loading', progress: Number(event.progress) }];
      case 'warning':
        return [{ type: 'warning', message: String(event.message) }];
      case 'delta':
        this.firstTokenMs ||= performance.now() - this.begin;
        return [{ type: event.kind === 'reasoning' ? 'reasoning' : 'text', text: String(event.text) }];
      case 'usage':
        this.usage = event.usage as Usage;
        return this.dropped();
      case 'end':
        return [this.end((event.finish_reasons as string[])[0], event.timings as AnswerTimings | undefined)];
      case 'error':
        throw new ChatError(String(event.message), String(event.code), isPassing(event.code));
      default:
        return [];
    }
  }

  private dropped(): ChatEvent[] {
    const tokens = this.usage?.prompt_tokens_details?.dropped_tokens ?? 0;
    return tokens > 0
      ? [{ type: 'warning', message: `The ${tokens} oldest tokens no longer fit and were left out.` }]
      : [];
  }

  private end(finishReason: string | undefined, timings: AnswerTimings | undefined): ChatEvent {
    const completionTokens = this.usage?.completion_tokens ?? 0;
    const { firstTokenMs } = this;
    return {
      type: 'end',
      stats: {
        promptTokens: this.usage?.prompt_tokens ?? 0,
        cachedTokens: this.usage?.prompt_tokens_details?.cached_tokens ?? 0,
        completionTokens,
        firstTokenMs,
        tokensPerSecond: tokensPerSecond(completionTokens, timings),
        finishReason,
      },
    };
  }
}
