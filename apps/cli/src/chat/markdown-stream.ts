import { styled } from '../terminal/style.js';

/** Styles Markdown as it streams to a terminal: headings, bold, code in a line and in blocks. Its text stays as it is. */
export class MarkdownStream {
  private line = '';
  /** Marks at the end of what came, which the next piece may make longer. */
  private held = '';
  private block = false;
  private bold = false;
  private code = false;

  constructor(private readonly stream: { isTTY?: boolean } = process.stdout) {}

  /** The next piece, styled. */
  write(piece: string): string {
    let output = '';
    const text = this.held + piece;
    const open = this.line === '' ? /[*`]+$|(?<=^|\n)#+$/ : /[*`]+$|(?<=\n)#+$/;
    this.held = open.exec(text)?.[0] ?? '';
    for (const part of text.slice(0, text.length - this.held.length).match(/\n|\*+|`+|[^\n*`]+/g) ?? [])
      output += this.part(part);
    return output;
  }

  /** What was held back; the next piece begins another text. */
  end(): string {
    const rest = this.held === '' ? '' : this.part(this.held);
    Object.assign(this, { line: '', held: '', block: false, bold: false, code: false });
    return rest;
  }

  private part(part: string): string {
    if (part === '\n') {
      this.line = '';
      this.bold = this.code = false;
      return part;
    }
    const begins = this.line.trim() === '';
    this.line += part;
    if (begins && part.startsWith('```')) {
      this.block = !this.block;
      return styled('dim', part, this.stream);
    }
    if (this.block) return styled('cyan', part, this.stream);
    if (part === '`') this.code = !this.code;
    else if (part === '**' && !this.code) this.bold = !this.bold;
    else return this.style(part);
    return styled('dim', part, this.stream);
  }

  private style(part: string): string {
    if (this.code) return styled('cyan', part, this.stream);
    return this.bold || /^#{1,6} /.test(this.line) ? styled('bold', part, this.stream) : part;
  }
}
