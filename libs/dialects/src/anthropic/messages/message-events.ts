import type { EndEvent, GenerationEvent, TextDelta, ToolCallDelta } from '@predict-otron/plugin-sdk';
import { Ends } from '../../answer/ends.js';
import type { AnswerWarning } from '../../openai/answer-warning.js';
import type { MessageEnd, MessageEvent } from './message-event.js';
import type { MessageHead } from './message-head.js';
import type { MessageUsage } from './message-usage.js';
import { type OpenBlock, openBlock } from './open-block.js';

/** The events of a generation as those of a message: its start, block after block, why it ended, its stop. */
export class MessageEvents {
  private readonly ends = new Ends(1);
  private readonly warnings: AnswerWarning[] = [];
  private usage: MessageUsage = {
    input_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
    output_tokens: 0,
    output_tokens_details: { thinking_tokens: 0 },
  };
  private end: MessageEnd = { stop_reason: 'end_turn', stop_sequence: null };
  private blocks = 0;
  private open: OpenBlock | undefined;

  constructor(private readonly head: MessageHead) {}

  of(event: GenerationEvent): MessageEvent[] {
    switch (event.type) {
      case 'prompt':
        this.usage = {
          ...this.usage,
          input_tokens: event.tokens - event.cachedTokens,
          cache_read_input_tokens: event.cachedTokens,
        };
        return [this.start()];
      case 'delta':
        return this.ofDelta(event);
      case 'end':
        return this.ofEnd(event);
      case 'warning':
        this.warnings.push({ code: event.code, message: event.message });
        return [];
      default:
        return [];
    }
  }

  /** What comes after the last event. Throws `INTERNAL` when the events ended too early. */
  finish(): MessageEvent[] {
    this.ends.check();
    const warnings = this.warnings.length > 0 ? { warnings: this.warnings } : {};
    return [{ type: 'message_delta', delta: this.end, usage: this.usage, ...warnings }, { type: 'message_stop' }];
  }

  private start(): MessageEvent {
    const message = {
      ...this.head,
      type: 'message' as const,
      role: 'assistant' as const,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: this.usage,
    };
    return { type: 'message_start', message };
  }

  private ofDelta(delta: TextDelta | ToolCallDelta): MessageEvent[] {
    const before: MessageEvent[] = [];
    if (!this.open?.takes(delta)) {
      before.push(...this.closed());
      this.open = openBlock(this.blocks, delta);
      this.blocks += 1;
      before.push(this.open.start);
    }
    return [...before, ...this.open.add(delta)];
  }

  private ofEnd({ finishReason, stopString, usage }: EndEvent): MessageEvent[] {
    this.ends.add();
    this.usage = {
      ...this.usage,
      output_tokens: usage.completionTokens,
      output_tokens_details: { thinking_tokens: usage.reasoningTokens },
    };
    this.end = { stop_reason: stopReason(finishReason, stopString), stop_sequence: stopString ?? null };
    return this.closed();
  }

  private closed(): MessageEvent[] {
    const events = this.open?.close() ?? [];
    this.open = undefined;
    return events;
  }
}

function stopReason(finishReason: EndEvent['finishReason'], stopString?: string): MessageEnd['stop_reason'] {
  if (finishReason === 'length') return 'max_tokens';
  if (finishReason === 'tool-calls') return 'tool_use';
  return stopString === undefined ? 'end_turn' : 'stop_sequence';
}
