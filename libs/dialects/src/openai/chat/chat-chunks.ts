import type { GenerationEvent, TextDelta, ToolCallDelta } from '@predict-otron/plugin-sdk';
import { Ends } from '../../answer/ends.js';
import type { AnswerHead } from '../answer-head.js';
import { TimingsCount } from '../answer-timings.js';
import type { AnswerWarning } from '../answer-warning.js';
import type { Chunks } from '../event-stream.js';
import { FINISH_REASONS } from '../finish-reason.js';
import { UsageCount } from '../usage-count.js';
import type { ChatChunkChoice, ChatCompletionChunk, ChatDelta } from './chat-completion-chunk.js';
import type { ChatCompletionRequest } from './chat-completion-request.js';
import { toChatLogprobs } from './to-chat-logprobs.js';

/** The events of a chat request as chunks: each answer's role, its deltas, its finish reason, then the usage if asked for. */
export class ChatChunks implements Chunks<ChatCompletionChunk> {
  private readonly n: number;
  private readonly base: Omit<ChatCompletionChunk, 'choices'>;
  private readonly tail: Pick<ChatCompletionChunk, 'usage'>;
  private readonly includeUsage: boolean;
  private readonly usage = new UsageCount();
  private readonly timings: TimingsCount | undefined;
  private readonly ends: Ends;
  private readonly warnings: AnswerWarning[] = [];

  constructor(head: AnswerHead, request: ChatCompletionRequest) {
    this.n = request.n ?? 1;
    this.ends = new Ends(this.n);
    this.timings = request.timings ? new TimingsCount() : undefined;
    this.includeUsage = request.stream_options?.include_usage ?? false;
    this.base = {
      id: head.id,
      object: 'chat.completion.chunk',
      created: head.created,
      model: head.model,
      system_fingerprint: head.systemFingerprint,
    };
    this.tail = this.includeUsage ? { usage: null } : {};
  }

  of(event: GenerationEvent): ChatCompletionChunk[] {
    switch (event.type) {
      case 'prompt':
        this.usage.addPrompt(event);
        return Array.from({ length: this.n }, (_, index) => this.chunk(index, { role: 'assistant', content: '' }));
      case 'delta':
        return this.ofDelta(event);
      case 'end':
        this.usage.addAnswer(event);
        this.timings?.add(event);
        this.ends.add();
        return [this.chunk(event.index, {}, { finish_reason: FINISH_REASONS[event.finishReason] })];
      case 'warning':
        this.warnings.push({ code: event.code, message: event.message });
        return [];
      default:
        return [];
    }
  }

  finish(): ChatCompletionChunk[] {
    this.ends.check();
    const last = this.withWarnings({
      ...this.base,
      choices: [],
      ...(this.includeUsage ? { usage: this.usage.total } : {}),
      ...(this.timings ? { timings: this.timings.total(this.usage.cached) } : {}),
    });
    return this.includeUsage || last.timings || last.warnings ? [last] : [];
  }

  private ofDelta(event: TextDelta | ToolCallDelta): ChatCompletionChunk[] {
    if (event.kind === 'reasoning')
      return [this.chunk(event.index, { reasoning_content: event.text, reasoning: event.text })];
    const delta = event.kind === 'tool-call' ? toolCallDelta(event) : { content: event.text };
    const logprobs = event.logprobs ? { content: toChatLogprobs(event.logprobs), refusal: null } : null;
    return [this.chunk(event.index, delta, { logprobs })];
  }

  private chunk(index: number, delta: ChatDelta, rest: Partial<ChatChunkChoice> = {}): ChatCompletionChunk {
    const choice = { index, delta, logprobs: null, finish_reason: null, ...rest };
    return this.withWarnings({ ...this.base, choices: [choice], ...this.tail });
  }

  /** Warnings ride on the next chunk: one of their own would have no choices, which few clients expect. */
  private withWarnings(chunk: ChatCompletionChunk): ChatCompletionChunk {
    return this.warnings.length === 0 ? chunk : { ...chunk, warnings: this.warnings.splice(0) };
  }
}

function toolCallDelta({ call, id, name, argumentsDelta }: ToolCallDelta): ChatDelta {
  return {
    tool_calls: [
      {
        index: call,
        ...(id === undefined ? {} : { id, type: 'function' as const }),
        function: { ...(name === undefined ? {} : { name }), arguments: argumentsDelta },
      },
    ],
  };
}
