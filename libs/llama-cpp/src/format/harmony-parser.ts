import { TextBuffer } from '../text/text-buffer.js';
import type { AnswerParser, Segment } from './segment.js';

/** Markers of OpenAI's harmony format, all of them control tokens. Source: the `openai/harmony` guide. */
export const HARMONY = {
  START: '<|start|>',
  CHANNEL: '<|channel|>',
  CONSTRAIN: '<|constrain|>',
  MESSAGE: '<|message|>',
  END: '<|end|>',
} as const;
const { START, CHANNEL, CONSTRAIN, MESSAGE, END } = HARMONY;
const ENDS = [END, '<|call|>', '<|return|>'];
export const HARMONY_MARKERS = [START, CHANNEL, CONSTRAIN, MESSAGE, ...ENDS];

/** Sorts answers of gpt-oss: thoughts on the channel `analysis`, calls to `functions.NAME`, words on `final`. */
export class HarmonyParser implements AnswerParser {
  private readonly buffer = new TextBuffer();
  /** The part between markers in which a message's channel and recipient stand; undefined inside a message. */
  private header: string | undefined = '';
  private kind: Segment['kind'] = 'text';
  private call = -1;

  get held(): number {
    return this.buffer.peek().length + (this.header?.length ?? 0);
  }

  get thinking(): boolean {
    return this.header === undefined && this.kind === 'reasoning';
  }

  push(text: string): Segment[] {
    this.buffer.add(text);
    const segments: Segment[] = [];
    for (;;) {
      const inHeader = this.header !== undefined;
      const { text: taken, marker } = this.buffer.takeUntil(inHeader ? [MESSAGE] : [...ENDS, START]);
      if (this.header !== undefined) this.header += taken;
      else this.tell(taken, segments);
      if (marker === undefined) return segments;
      if (inHeader) this.beginMessage(segments);
      else this.header = '';
    }
  }

  end(): Segment[] {
    const segments: Segment[] = [];
    const rest = this.buffer.takeAll();
    if (this.header === undefined) this.tell(rest, segments);
    else {
      const words = this.header + rest;
      // an answer without any marker is words; a header that was cut says nothing
      if (words.trim() !== '' && !HARMONY_MARKERS.some((marker) => words.includes(marker))) {
        segments.push({ kind: 'text', text: words });
      }
    }
    return segments;
  }

  private beginMessage(segments: Segment[]): void {
    const header = this.header ?? '';
    this.header = undefined;
    const name = /to=functions\.([^\s<]+)/.exec(header)?.[1];
    if (name !== undefined) {
      this.kind = 'tool-call';
      this.call++;
      segments.push({ kind: 'tool-call', call: this.call, name, argumentsDelta: '' });
    } else this.kind = /<\|channel\|>\s*analysis/.test(header) ? 'reasoning' : 'text';
  }

  private tell(text: string, segments: Segment[]): void {
    if (text === '') return;
    if (this.kind === 'tool-call') segments.push({ kind: 'tool-call', call: this.call, argumentsDelta: text });
    else segments.push({ kind: this.kind as 'text' | 'reasoning', text });
  }
}
