import type { ToolCallDelta } from '@predict-otron/plugin-sdk';
import { outputItemId } from '../items/response-id.js';
import type { ItemStatus, ResponseFunctionCall } from '../items/response-item.js';
import type { Delta, OpenItem } from './open-item.js';
import type { ResponseEventDraft } from './response-stream-event.js';

/** A call that the model is writing. */
export class OpenFunctionCall implements OpenItem {
  private readonly id: string;
  private readonly callId: string;
  private readonly call: number;
  private readonly name: string;
  private text = '';

  /** `first`: its first piece, which is still to be added. */
  constructor(
    responseId: string,
    readonly index: number,
    first: ToolCallDelta,
  ) {
    this.id = outputItemId('fc', responseId, index);
    this.callId = first.id ?? outputItemId('call', responseId, index);
    this.call = first.call;
    this.name = first.name ?? '';
  }

  takes(delta: Delta): boolean {
    return delta.kind === 'tool-call' && delta.call === this.call;
  }

  begin(): ResponseEventDraft[] {
    return [];
  }

  add({ argumentsDelta: delta }: ToolCallDelta): ResponseEventDraft[] {
    this.text += delta;
    if (delta === '') return [];
    return [{ type: 'response.function_call_arguments.delta', item_id: this.id, output_index: this.index, delta }];
  }

  end(): ResponseEventDraft[] {
    const place = { item_id: this.id, output_index: this.index };
    return [{ type: 'response.function_call_arguments.done', ...place, arguments: this.text }];
  }

  item(status: ItemStatus): ResponseFunctionCall {
    return { ...this.bare(), status, arguments: this.text };
  }

  bare(): ResponseFunctionCall {
    return {
      id: this.id,
      type: 'function_call',
      call_id: this.callId,
      name: this.name,
      arguments: '',
      status: 'in_progress',
    };
  }
}
