import type { TextDelta } from '@predict-otron/plugin-sdk';
import type { ChatTokenLogprob } from '../../chat/chat-logprobs.js';
import { toChatLogprobs } from '../../chat/to-chat-logprobs.js';
import type { ResponseOutputText } from '../items/response-content.js';
import { outputItemId } from '../items/response-id.js';
import type { ItemStatus, ResponseOutputMessage } from '../items/response-item.js';
import type { Delta, OpenItem } from './open-item.js';
import type { ResponseEventDraft } from './response-stream-event.js';

/** A message that the model is writing. */
export class OpenText implements OpenItem {
  private readonly id: string;
  private readonly place: { item_id: string; output_index: number; content_index: 0 };
  private readonly logprobs: ChatTokenLogprob[] = [];
  private text = '';

  constructor(
    responseId: string,
    readonly index: number,
  ) {
    this.id = outputItemId('msg', responseId, index);
    this.place = { item_id: this.id, output_index: index, content_index: 0 };
  }

  takes(delta: Delta): boolean {
    return delta.kind === 'text';
  }

  begin(): ResponseEventDraft[] {
    return [{ type: 'response.content_part.added', ...this.place, part: this.part() }];
  }

  add(delta: TextDelta): ResponseEventDraft[] {
    const logprobs = toChatLogprobs(delta.logprobs ?? []);
    this.text += delta.text;
    this.logprobs.push(...logprobs);
    return [{ type: 'response.output_text.delta', ...this.place, delta: delta.text, logprobs }];
  }

  end(): ResponseEventDraft[] {
    const part = this.part();
    const { text, logprobs } = part;
    return [
      { type: 'response.output_text.done', ...this.place, text, logprobs },
      { type: 'response.content_part.done', ...this.place, part },
    ];
  }

  item(status: ItemStatus): ResponseOutputMessage {
    return { ...this.bare(), status, content: [this.part()] };
  }

  bare(): ResponseOutputMessage {
    return { id: this.id, type: 'message', role: 'assistant', status: 'in_progress', content: [] };
  }

  private part(): ResponseOutputText {
    return { type: 'output_text', text: this.text, annotations: [], logprobs: [...this.logprobs] };
  }
}
