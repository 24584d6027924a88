import type { TextDelta, ToolCallDelta } from '@predict-otron/plugin-sdk';
import type { ItemStatus, ResponseOutputItem } from '../items/response-item.js';
import type { ResponseEventDraft } from './response-stream-event.js';

/** A piece of an answer. */
export type Delta = TextDelta | ToolCallDelta;

/** An item of the output that is being generated. */
export interface OpenItem {
  /** Where it is in the output. */
  readonly index: number;
  /** Does the piece belong to it? */
  takes(delta: Delta): boolean;
  /** What is said of it before its first piece, behind `output_item.added`. */
  begin(): ResponseEventDraft[];
  add(delta: Delta): ResponseEventDraft[];
  /** What is said of it after its last piece, before `output_item.done`. */
  end(): ResponseEventDraft[];
  /** The item as it would be with this status. */
  item(status: ItemStatus): ResponseOutputItem;
  /** The item when nothing of it is there. */
  bare(): ResponseOutputItem;
}
