import {
  type AnswerHead,
  Ends,
  FINISH_REASONS,
  type OpenAiFinishReason,
  TimingsCount,
  toChatLogprobs,
  UsageCount,
} from '@predict-otron/dialects';
import type { EndEvent, GenerationEvent, TextDelta, ToolCallDelta } from '@predict-otron/plugin-sdk';
import type { StreamAnswer } from '../streams/stream-piece.js';
import { errorEvent } from './error-event.js';
import type { ChatFrame } from './frames.js';

/** The events of one generation as events of the WebSocket protocol, but for the id of the chat, which the socket adds. */
export class ChatEvents implements StreamAnswer {
  private readonly usage = new UsageCount();
  private readonly timings = new TimingsCount();
  private readonly finishReasons: (OpenAiFinishReason | undefined)[];
  private readonly ends: Ends;

  constructor(
    private readonly head: AnswerHead,
    private readonly chat: ChatFrame,
    private readonly facts: { requestId: string; stream?: string },
  ) {
    const n = chat.n ?? 1;
    this.finishReasons = Array.from({ length: n });
    this.ends = new Ends(n);
  }

  begin(): object[] {
    const { model, created, systemFingerprint } = this.head;
    const { conversation, metadata } = this.chat;
    const { requestId, stream } = this.facts;
    const always = { type: 'accepted', model, created, system_fingerprint: systemFingerprint, request_id: requestId };
    return [{ ...always, stream, conversation, metadata }];
  }

  of(event: GenerationEvent): object[] {
    switch (event.type) {
      case 'prompt':
        this.usage.addPrompt(event);
        return [];
      case 'delta':
        return [event.kind === 'tool-call' ? toolCall(event) : delta(event)];
      case 'end':
        this.addEnd(event);
        return [];
      default:
        return [event];
    }
  }

  finish(): object[] {
    this.ends.check();
    const usage = this.chat.stream_options?.include_usage === false ? [] : [{ type: 'usage', usage: this.usage.total }];
    const timings = this.chat.timings === false ? {} : { timings: this.timings.total(this.usage.cached) };
    return [...usage, { type: 'end', finish_reasons: this.finishReasons, ...timings }];
  }

  fail(error: unknown): object[] {
    return [errorEvent(error)];
  }

  cancel(): object[] {
    return [{ type: 'end', finish_reasons: this.finishReasons.map((reason) => reason ?? 'cancelled') }];
  }

  text(body: object, seq: number): string {
    return JSON.stringify({ seq, ...body });
  }

  private addEnd(event: EndEvent): void {
    this.usage.addAnswer(event);
    this.timings.add(event);
    this.ends.add();
    this.finishReasons[event.index] = FINISH_REASONS[event.finishReason];
  }
}

function delta({ index, kind, text, logprobs }: TextDelta): object {
  return { type: 'delta', index, kind, text, ...(logprobs ? { logprobs: toChatLogprobs(logprobs) } : {}) };
}

function toolCall({ index, call, id, name, argumentsDelta }: ToolCallDelta): object {
  return { type: 'tool_call', index, call, call_id: id, name, arguments: argumentsDelta };
}
