import { PluginError } from '@predict-otron/plugin-sdk';
import type { ItemStatus, ResponseOutputItem } from '../items/response-item.js';
import { OpenFunctionCall } from './open-function-call.js';
import type { Delta, OpenItem } from './open-item.js';
import { OpenReasoning } from './open-reasoning.js';
import { OpenText } from './open-text.js';
import type { ResponseEventDraft } from './response-stream-event.js';

/** The output as it grows: one item after the other, each ended before the next one begins. */
export class ResponseOutput {
  private readonly ended: ResponseOutputItem[] = [];
  private readonly calls = new Set<number>();
  private open: OpenItem | undefined;

  constructor(private readonly responseId: string) {}

  add(delta: Delta): ResponseEventDraft[] {
    if (this.open?.takes(delta)) return this.open.add(delta);
    // nothing to show is no reason to begin an item
    if (delta.kind !== 'tool-call' && delta.text === '' && !delta.logprobs?.length) return [];
    const before = this.close('completed');
    const item = this.newItem(delta);
    this.open = item;
    return [
      ...before,
      { type: 'response.output_item.added', output_index: item.index, item: item.bare() },
      ...item.begin(),
      ...item.add(delta),
    ];
  }

  /** Ends the item that is open, if one is. */
  close(status: ItemStatus): ResponseEventDraft[] {
    const open = this.open;
    if (!open) return [];
    const item = open.item(status);
    this.ended.push(item);
    this.open = undefined;
    return [...open.end(), { type: 'response.output_item.done', output_index: open.index, item }];
  }

  /** All items; one that is still open counts as incomplete. */
  items(): ResponseOutputItem[] {
    return this.open ? [...this.ended, this.open.item('incomplete')] : [...this.ended];
  }

  private newItem(delta: Delta): OpenItem {
    const index = this.ended.length;
    if (delta.kind !== 'tool-call') {
      return new (delta.kind === 'text' ? OpenText : OpenReasoning)(this.responseId, index);
    }
    if (this.calls.has(delta.call)) {
      throw new PluginError('INTERNAL', `A generation went back to its call ${delta.call}, which had ended.`);
    }
    this.calls.add(delta.call);
    return new OpenFunctionCall(this.responseId, index, delta);
  }
}
