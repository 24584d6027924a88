import type { Segment } from './segment.js';

/** Reads one section of tool calls, from after its opening marker on. */
export interface SectionReader {
  readonly status: 'more' | 'done' | 'broken';
  /** All that was read, to be given back as words when it is no call. */
  readonly raw: string;
  /** The number of the call that would come next. */
  readonly next: number;
  /** True for a section that was cut in the middle after a part of it was told. */
  readonly partlyTold: boolean;
  /** Takes what belongs to the calls; returns how many characters that was, and what can be told of them. */
  push(text: string): { taken: number; segments: Segment[] };
}
