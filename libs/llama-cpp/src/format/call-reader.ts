import { JsonScanner } from './json-scanner.js';
import type { SectionReader } from './section-reader.js';
import type { Segment } from './segment.js';
import { isGemmaShape, type ToolSyntax } from './tool-syntax.js';

/** Reads one section of tool calls that are JSON. */
export class CallReader implements SectionReader {
  status: 'more' | 'done' | 'broken' = 'more';
  /** All that was read, to be given back as words when it is no call. */
  raw = '';
  private readonly scanner = new JsonScanner();
  private header: string | undefined;
  private bareName: string | undefined;
  private told: { name: string; length: number } | undefined;

  /**
   * @param first number of the first call of this section
   * @param streams the engine holds the model to the syntax, so arguments can be told before the call is complete
   * @param names calls of other tools are none
   */
  constructor(
    private readonly syntax: ToolSyntax,
    private readonly first: number,
    private readonly streams: boolean,
    private readonly names?: readonly string[],
  ) {
    this.next = first;
    if (typeof syntax.shape === 'object') this.header = '';
  }

  /** Takes what belongs to the calls; returns how many characters that was, and what can be told of them. */
  push(text: string): { taken: number; segments: Segment[] } {
    const skipped = this.readHeader(text);
    const taken = skipped + this.scanner.push(text.slice(skipped));
    this.raw += text.slice(0, taken);
    if (this.scanner.status === 'broken') this.status = 'broken';
    if (this.scanner.status === 'done') return { taken, segments: this.finish() };
    return { taken, segments: this.streams ? this.progress() : [] };
  }

  /** The number of the call that would come next. */
  next: number;

  /** True for a section that was cut in the middle after a part of it was told. */
  get partlyTold(): boolean {
    return this.told !== undefined;
  }

  /** Up to the marker between the name and its arguments. */
  private readHeader(text: string): number {
    const { shape } = this.syntax;
    if (typeof shape !== 'object' || isGemmaShape(shape) || this.header === undefined) return 0;
    const before = this.header.length;
    const all = this.header + text;
    const at = all.indexOf(shape.between);
    if (at < 0) {
      this.header = all;
      return text.length;
    }
    this.bareName = all.slice(0, at).trim();
    this.header = undefined;
    return at + shape.between.length - before;
  }

  private progress(): Segment[] {
    const call = this.first;
    const name = this.bareName ?? parsedName(this.scanner.member(this.syntax.nameKey));
    if (name === undefined || this.syntax.shape === 'list' || !this.isKnown(name)) return [];
    const text = this.argumentsSoFar();
    // arguments written as a text of JSON are told when they can be read
    if (text.startsWith('"')) return [];
    const length = this.told?.length ?? 0;
    const segments: Segment[] = [];
    if (!this.told) segments.push({ kind: 'tool-call', call, name, argumentsDelta: text });
    else if (text.length > length) segments.push({ kind: 'tool-call', call, argumentsDelta: text.slice(length) });
    this.told = { name, length: text.length };
    return segments;
  }

  private isKnown(name: string): boolean {
    return !this.names || this.names.includes(name);
  }

  private argumentsSoFar(): string {
    if (this.bareName !== undefined) return this.scanner.text.trimStart();
    for (const key of this.syntax.argumentKeys) {
      const member = this.scanner.member(key);
      if (member) return member.text;
    }
    return '';
  }

  private finish(): Segment[] {
    const calls = this.calls();
    if (!calls) {
      this.status = 'broken';
      return [];
    }
    this.status = 'done';
    this.next = this.first + calls.length;
    if (this.told) return this.rest(calls[0]?.arguments ?? '');
    return calls.map((call, i) => ({
      kind: 'tool-call',
      call: this.first + i,
      name: call.name,
      argumentsDelta: call.arguments,
    }));
  }

  private rest(all: string): Segment[] {
    const length = this.told?.length ?? 0;
    const missing = all.slice(length);
    return missing === '' ? [] : [{ kind: 'tool-call', call: this.first, argumentsDelta: missing }];
  }

  private calls(): { name: string; arguments: string }[] | undefined {
    const { text } = this.scanner;
    try {
      const value: unknown = JSON.parse(text);
      if (this.bareName !== undefined) return [{ name: this.bareName, arguments: text.trim() }];
      const items = Array.isArray(value) ? value : [value];
      const written = Array.isArray(value) ? itemsOf(text) : [this.scanner];
      const calls = items.map((item, i) => this.callOf(item, written[i]));
      return calls.length > 0 && calls.every((call) => call !== undefined) ? calls : undefined;
    } catch {
      return undefined;
    }
  }

  /** A call keeps its arguments as the model wrote them. */
  private callOf(item: unknown, written?: JsonScanner): { name: string; arguments: string } | undefined {
    if (typeof item !== 'object' || item === null) return undefined;
    const record = item as Record<string, unknown>;
    const name = record[this.syntax.nameKey];
    const key = this.syntax.argumentKeys.find((argumentKey) => record[argumentKey] !== undefined);
    if (typeof name !== 'string' || name === '' || !this.isKnown(name)) return undefined;
    if (key === undefined) return { name, arguments: '{}' };
    const value = record[key];
    // some models write the arguments as a text of JSON
    return {
      name,
      arguments: typeof value === 'string' ? value : (written?.member(key)?.text ?? JSON.stringify(value)),
    };
  }
}

/** The objects of a JSON list, as they are written. */
function itemsOf(list: string): JsonScanner[] {
  const items: JsonScanner[] = [];
  for (let rest = list.slice(list.indexOf('[') + 1); /^\s*,?\s*\{/.test(rest); ) {
    const item = new JsonScanner();
    rest = rest.slice(rest.indexOf('{'));
    rest = rest.slice(item.push(rest));
    items.push(item);
  }
  return items;
}

function parsedName(member: { text: string; complete: boolean } | undefined): string | undefined {
  if (!member?.complete) return undefined;
  const name: unknown = JSON.parse(member.text);
  return typeof name === 'string' ? name : undefined;
}
