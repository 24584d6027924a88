import { GemmaScanner } from './gemma-scanner.js';
import type { SectionReader } from './section-reader.js';
import type { Segment } from './segment.js';
import type { GemmaShape } from './tool-syntax.js';

/** Reads one call in Gemma's own notation, and tells its arguments as JSON. */
export class GemmaReader implements SectionReader {
  status: 'more' | 'done' | 'broken' = 'more';
  raw = '';
  next: number;
  private readonly scanner: GemmaScanner;
  /** What stands before the arguments, as far as it has come. */
  private header: string | undefined = '';
  private name = '';
  private told = 0;
  private began = false;

  /** The parameters are those of `CallReader`. */
  constructor(
    private readonly shape: GemmaShape,
    private readonly call: number,
    private readonly streams: boolean,
  ) {
    this.next = call;
    this.scanner = new GemmaScanner(shape.quote);
  }

  get partlyTold(): boolean {
    return this.began;
  }

  push(text: string): { taken: number; segments: Segment[] } {
    const skipped = this.readHeader(text);
    const taken = skipped + (this.status === 'broken' ? 0 : this.scanner.push(text.slice(skipped)));
    this.raw += text.slice(0, taken);
    if (this.scanner.status === 'broken') this.status = 'broken';
    if (this.scanner.status === 'done') {
      this.status = 'done';
      this.next = this.call + 1;
    }
    return { taken, segments: this.status === 'done' || (this.streams && this.status === 'more') ? this.news() : [] };
  }

  /** Up to the brace in which the arguments stand. */
  private readHeader(text: string): number {
    if (this.header === undefined) return 0;
    const at = text.indexOf('{');
    this.header += at < 0 ? text : text.slice(0, at);
    const { prefix } = this.shape;
    const header = this.header.trimStart();
    if (!header.startsWith(prefix.slice(0, header.length))) this.status = 'broken';
    if (at < 0) return text.length;
    this.name = header.slice(prefix.length).trim();
    if (this.name === '') this.status = 'broken';
    this.header = undefined;
    return at;
  }

  private news(): Segment[] {
    const { json } = this.scanner;
    if (json.length === this.told) return [];
    const argumentsDelta = json.slice(this.told);
    const first = this.began ? {} : { name: this.name };
    this.told = json.length;
    this.began = true;
    return [{ kind: 'tool-call', call: this.call, ...first, argumentsDelta }];
  }
}
