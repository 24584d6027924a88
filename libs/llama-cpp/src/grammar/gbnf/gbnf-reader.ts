import { invalid, type Refusal } from '../refusal.js';

/** Reads GBNF text from left to right; its errors say where. */
export class GbnfReader {
  private at = 0;

  constructor(private readonly source: string) {}

  get ended(): boolean {
    return this.at >= this.source.length;
  }

  peek(): string {
    return this.source[this.at] ?? '';
  }

  /** True, and behind it, when the text goes on with `token`. */
  take(token: string): boolean {
    if (!this.source.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  /** What the sticky expression matches here, or an empty text. */
  match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  expect(token: string): void {
    if (!this.take(token)) throw this.error(`"${token}" is missing`);
  }

  /** A character of a literal or a class, which may be escaped. */
  char(): number {
    if (this.ended) throw this.error('the grammar ends in the middle');
    const code = this.source.codePointAt(this.at) as number;
    if (code !== 0x5c) {
      this.at += String.fromCodePoint(code).length;
      return code;
    }
    const escaped = this.match(/\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[trn\\"[\]-])/y);
    if (!/^\\[xuUtrn\\"[\]-]/.test(escaped)) throw this.error('this escape is not known');
    if (escaped.length > 2) return Number.parseInt(escaped.slice(2), 16);
    return { t: 9, n: 10, r: 13 }[escaped[1] as string] ?? escaped.charCodeAt(1);
  }

  /** Blanks and comments, and line ends where a rule may go on behind them. */
  space(overLines: boolean): void {
    this.match(overLines ? /(?:[ \t\r\n]|#[^\r\n]*)*/y : /(?:[ \t]|#[^\r\n]*)*/y);
  }

  error(what: string): Refusal {
    const before = this.source.slice(0, this.at).split(/\r\n|\r|\n/);
    const place = `line ${before.length}, column ${(before.at(-1) as string).length + 1}`;
    return invalid(`The grammar is not valid GBNF at ${place}: ${what}.`);
  }
}
