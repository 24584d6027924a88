import type { TextDelta } from '@predict-otron/plugin-sdk';
import type { ResponseReasoningText } from '../items/response-content.js';
import { outputItemId } from '../items/response-id.js';
import type { ItemStatus, ResponseReasoning } from '../items/response-item.js';
import type { Delta, OpenItem } from './open-item.js';
import type { ResponseEventDraft } from './response-stream-event.js';

/** Thoughts that the model is having. */
export class OpenReasoning implements OpenItem {
  private readonly id: string;
  private readonly place: { item_id: string; output_index: number; content_index: 0 };
  private text = '';

  constructor(
    responseId: string,
    readonly index: number,
  ) {
    this.id = outputItemId('rs', responseId, index);
    this.place = { item_id: this.id, output_index: index, content_index: 0 };
  }

  takes(delta: Delta): boolean {
    return delta.kind === 'reasoning';
  }

  begin(): ResponseEventDraft[] {
    return [{ type: 'response.content_part.added', ...this.place, part: this.part() }];
  }

  add({ text }: TextDelta): ResponseEventDraft[] {
    this.text += text;
    return [{ type: 'response.reasoning_text.delta', ...this.place, delta: text }];
  }

  end(): ResponseEventDraft[] {
    return [
      { type: 'response.reasoning_text.done', ...this.place, text: this.text },
      { type: 'response.content_part.done', ...this.place, part: this.part() },
    ];
  }

  item(status: ItemStatus): ResponseReasoning {
    return { ...this.bare(), status, content: [this.part()] };
  }

  bare(): ResponseReasoning {
    return { id: this.id, type: 'reasoning', summary: [], status: 'in_progress', content: [] };
  }

  private part(): ResponseReasoningText {
    return { type: 'reasoning_text', text: this.text };
  }
}
