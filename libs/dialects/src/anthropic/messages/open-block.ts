import { createHash, randomUUID } from 'node:crypto';
import type { TextDelta, ToolCallDelta } from '@predict-otron/plugin-sdk';
import type { MessageBlock } from './message.js';
import type { BlockDelta, MessageEvent } from './message-event.js';

/** A content block that is being written. */
export interface OpenBlock {
  readonly start: MessageEvent;
  /** Is the piece of this block? */
  takes(delta: TextDelta | ToolCallDelta): boolean;
  add(delta: TextDelta | ToolCallDelta): MessageEvent[];
  /** The events of its end. */
  close(): MessageEvent[];
}

/** The block that a piece begins. */
export function openBlock(index: number, first: TextDelta | ToolCallDelta): OpenBlock {
  const digest = createHash('sha256');
  const event = (delta: BlockDelta): MessageEvent => ({ type: 'content_block_delta', index, delta });
  return {
    start: { type: 'content_block_start', index, content_block: emptyBlock(first) },
    takes: (delta) =>
      delta.kind === 'tool-call' && first.kind === 'tool-call' ? delta.call === first.call : delta.kind === first.kind,
    add: (delta) => {
      if (delta.kind === 'reasoning') digest.update(delta.text);
      return [event(toBlockDelta(delta))];
    },
    close: () => [
      ...(first.kind === 'reasoning' ? [event({ type: 'signature_delta', signature: digest.digest('base64') })] : []),
      { type: 'content_block_stop', index },
    ],
  };
}

function emptyBlock(first: TextDelta | ToolCallDelta): MessageBlock {
  switch (first.kind) {
    case 'tool-call':
      return { type: 'tool_use', id: first.id ?? `toolu_${randomUUID()}`, name: first.name ?? '', input: {} };
    case 'reasoning':
      return { type: 'thinking', thinking: '', signature: '' };
    default:
      return { type: 'text', text: '', citations: null };
  }
}

function toBlockDelta(delta: TextDelta | ToolCallDelta): BlockDelta {
  switch (delta.kind) {
    case 'tool-call':
      return { type: 'input_json_delta', partial_json: delta.argumentsDelta };
    case 'reasoning':
      return { type: 'thinking_delta', thinking: delta.text };
    default:
      return { type: 'text_delta', text: delta.text };
  }
}
