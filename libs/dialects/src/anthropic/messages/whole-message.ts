import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import { parseArguments, UNPARSED_CALL } from '../../answer/parse-arguments.js';
import type { WholeAnswer } from '../../answer/whole-answer.js';
import type { AnthropicMessage, MessageBlock, ToolUseBlock } from './message.js';
import type { BlockDelta, MessageEvent } from './message-event.js';
import { MessageEvents } from './message-events.js';
import type { MessageHead } from './message-head.js';

/** Collects the events of a generation into a message: the sum of the events that a stream would have. */
export class WholeMessage implements WholeAnswer {
  private readonly events: MessageEvents;
  private message: AnthropicMessage | undefined;
  private readonly inputs = new Map<number, string>();

  constructor(head: MessageHead) {
    this.events = new MessageEvents(head);
  }

  add(event: GenerationEvent): void {
    for (const part of this.events.of(event)) this.sum(part);
  }

  finish(): AnthropicMessage {
    for (const part of this.events.finish()) this.sum(part);
    const { content, warnings = [], ...message } = this.message as AnthropicMessage;
    const blocks = content.map((block, index) => this.whole(block, index));
    const lost = blocks.filter((block, index) => block.type !== content[index]?.type).map(() => UNPARSED_CALL);
    const all = [...warnings, ...lost];
    return { ...message, content: blocks, ...(all.length > 0 ? { warnings: all } : {}) };
  }

  private sum(event: MessageEvent): void {
    switch (event.type) {
      case 'message_start':
        this.message = { ...event.message, content: [] };
        break;
      case 'content_block_start':
        this.message?.content.push({ ...event.content_block });
        break;
      case 'content_block_delta':
        this.addTo(event.index, event.delta);
        break;
      case 'message_delta':
        Object.assign(this.message ?? {}, event.delta, { usage: event.usage });
        if (this.message && event.warnings) this.message.warnings = event.warnings;
        break;
      default:
        break;
    }
  }

  private addTo(index: number, delta: BlockDelta): void {
    const block = this.message?.content[index];
    if (delta.type === 'input_json_delta') {
      this.inputs.set(index, (this.inputs.get(index) ?? '') + delta.partial_json);
    } else if (delta.type === 'text_delta' && block?.type === 'text') {
      block.text += delta.text;
    } else if (delta.type === 'thinking_delta' && block?.type === 'thinking') {
      block.thinking += delta.thinking;
    } else if (delta.type === 'signature_delta' && block?.type === 'thinking') {
      block.signature = delta.signature;
    }
  }

  private whole(block: MessageBlock, index: number): MessageBlock {
    if (block.type !== 'tool_use') return block;
    const text = this.inputs.get(index) ?? '';
    const input = parseArguments(text);
    return input ? ({ ...block, input } satisfies ToolUseBlock) : { type: 'text', text, citations: null };
  }
}
