import { TextBuffer } from '../text/text-buffer.js';
import { CallReader } from './call-reader.js';
import { GemmaReader } from './gemma-reader.js';
import type { SectionReader } from './section-reader.js';
import type { AnswerParser, Segment } from './segment.js';
import { isGemmaShape, type ToolSyntax } from './tool-syntax.js';

/** What an answer may hold beside words. */
export interface MarkedFormat {
  /** `opened`: the template itself begins the thoughts. */
  reasoning?: { open: string; close: string; opened: boolean };
  tools?: ToolSyntax;
  /** Tools that can be called: without a marker, only the name of one makes a call. */
  names?: readonly string[];
  /** The engine holds tool calls to their syntax. */
  streamsCalls: boolean;
}

/** Sorts answers of the formats that mark thoughts and tool calls with markers in the text. */
export class MarkedParser implements AnswerParser {
  private readonly buffer = new TextBuffer();
  private state: 'text' | 'reasoning' | 'call' | 'closing';
  private reader: SectionReader | undefined;
  private opening = '';
  private calls = 0;
  /** Nothing but white space was seen yet. */
  private atStart = true;
  /** White space right after thoughts or a call belongs to neither. */
  private trimming = false;

  constructor(private readonly format: MarkedFormat) {
    this.state = format.reasoning?.opened ? 'reasoning' : 'text';
  }

  get held(): number {
    const call = this.reader && !this.reader.partlyTold ? this.opening.length + this.reader.raw.length : 0;
    return this.buffer.peek().length + call;
  }

  get thinking(): boolean {
    return this.state === 'reasoning';
  }

  push(text: string): Segment[] {
    this.buffer.add(text);
    const segments: Segment[] = [];
    for (let goOn = true; goOn; ) goOn = this.advance(segments);
    return segments;
  }

  end(): Segment[] {
    const segments: Segment[] = [];
    if (this.reader) this.giveUp(segments);
    const kind = this.state === 'reasoning' ? 'reasoning' : 'text';
    const rest = this.buffer.takeAll();
    if (rest !== '') segments.push({ kind, text: rest });
    return segments;
  }

  /** One move of the state machine; false when more text is needed. */
  private advance(segments: Segment[]): boolean {
    if (this.state === 'call') return this.readCall(segments);
    if (this.state === 'reasoning') return this.readReasoning(segments);
    if (this.state === 'closing') return this.readClosing();
    return this.readText(segments);
  }

  private readReasoning(segments: Segment[]): boolean {
    const { text, marker } = this.buffer.takeUntil([this.format.reasoning?.close ?? '']);
    if (text !== '') segments.push({ kind: 'reasoning', text });
    if (marker === undefined) return false;
    this.state = 'text';
    this.trimming = true;
    return true;
  }

  private readText(segments: Segment[]): boolean {
    if (this.trimming) this.skipSpace();
    const { reasoning, tools } = this.format;
    if (this.atStart && tools?.bare && /^\s*\{/.test(this.buffer.peek())) {
      this.beginCall(this.buffer.take(this.buffer.peek().indexOf('{')), true);
      return true;
    }
    const markers = [...(reasoning ? [reasoning.open] : []), ...(tools?.open ?? [])];
    const { text, marker } = this.buffer.takeUntil(markers);
    if (text.trim() !== '') this.atStart = false;
    if (marker === undefined || marker !== reasoning?.open) {
      // white space before a call at the start of an answer is no answer
      if (text !== '' && !(marker !== undefined && this.atStart)) segments.push({ kind: 'text', text });
    }
    if (marker === undefined) return false;
    if (marker === reasoning?.open) {
      if (text.trim() !== '') segments.push({ kind: 'text', text });
      this.state = 'reasoning';
    } else this.beginCall(marker, false);
    return true;
  }

  private beginCall(opening: string, bare: boolean): void {
    const { streamsCalls, names } = this.format;
    const tools = this.format.tools as ToolSyntax;
    const syntax = bare ? { ...tools, close: undefined, shape: 'object' as const } : tools;
    this.opening = opening;
    this.reader = isGemmaShape(syntax.shape)
      ? new GemmaReader(syntax.shape, this.calls, streamsCalls)
      : new CallReader(syntax, this.calls, streamsCalls, bare ? names : undefined);
    this.state = 'call';
  }

  private readCall(segments: Segment[]): boolean {
    const reader = this.reader as SectionReader;
    const { taken, segments: told } = reader.push(this.buffer.peek());
    this.buffer.take(taken);
    segments.push(...told);
    if (reader.status === 'more') return false;
    if (reader.status === 'broken') {
      this.giveUp(segments);
      return true;
    }
    this.calls = reader.next;
    this.reader = undefined;
    this.state = 'closing';
    return true;
  }

  /** After the JSON: white space and the closing marker, where the format has one. */
  private readClosing(): boolean {
    const close = this.format.tools?.close ?? '';
    const text = this.buffer.peek();
    const rest = text.trimStart();
    if (rest.length < close.length && close.startsWith(rest)) return false;
    if (rest.startsWith(close)) this.buffer.take(text.length - rest.length + close.length);
    this.state = 'text';
    this.trimming = true;
    this.atStart = true;
    return true;
  }

  private skipSpace(): void {
    const text = this.buffer.peek();
    this.buffer.take(text.length - text.trimStart().length);
    if (this.buffer.peek() !== '') this.trimming = false;
  }

  /** What looked like a call is none: it is words, and the reader is told so. */
  private giveUp(segments: Segment[]): void {
    const { raw = '', partlyTold = false } = this.reader ?? {};
    this.reader = undefined;
    this.state = 'text';
    this.atStart = false;
    if (partlyTold) return;
    if (this.opening.trim() !== '' || /"name"\s*:/.test(raw)) {
      const message = 'A part of the answer looks like a tool call but cannot be read as one; it is left as text.';
      segments.push({ kind: 'warning', code: 'tool_call_unreadable', message });
    }
    segments.push({ kind: 'text', text: this.opening + raw });
  }
}
