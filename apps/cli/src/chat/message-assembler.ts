const QUOTES = '"""';

/** Makes messages of lines: a `\` at the end goes on with the next line, `"""` with all lines until the next `"""`. */
export class MessageAssembler {
  private lines: string[] = [];
  private quoted = false;

  /** A message has begun and is not complete. */
  get open(): boolean {
    return this.quoted || this.lines.length > 0;
  }

  /** Takes a line; gives the message that it completes. */
  add(line: string): string | undefined {
    if (this.quoted) return this.addQuoted(line);
    if (this.lines.length === 0 && line.trimStart().startsWith(QUOTES)) {
      this.quoted = true;
      return this.addQuoted(line.trimStart().slice(QUOTES.length), true);
    }
    if (!line.endsWith('\\')) return this.complete(line);
    this.lines.push(line.slice(0, -1));
    return undefined;
  }

  /** Forgets what was begun. */
  reset(): void {
    this.lines = [];
    this.quoted = false;
  }

  private addQuoted(line: string, first = false): string | undefined {
    if (line.trimEnd().endsWith(QUOTES)) return this.complete(line.trimEnd().slice(0, -QUOTES.length));
    // nothing stands behind the quotes that open a message
    if (!first || line !== '') this.lines.push(line);
    return undefined;
  }

  private complete(line: string): string {
    const message = [...this.lines, line].join('\n');
    this.reset();
    return message;
  }
}
