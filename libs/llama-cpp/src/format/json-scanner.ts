const SPACE = /\s/;

/** A JSON value that comes in pieces: finds its end, and the raw text of the members of a top object as they come. */
export class JsonScanner {
  /** All that belongs to the value so far. */
  text = '';
  status: 'more' | 'done' | 'broken' = 'more';
  private readonly closers: string[] = [];
  private inString = false;
  private escaped = false;
  private stringStart = 0;
  private key: string | undefined;
  private readonly starts = new Map<string, number>();
  private readonly ends = new Map<string, number>();

  /** Takes what belongs to the value; returns how many characters that was. */
  push(piece: string): number {
    for (let i = 0; i < piece.length; i++) {
      if (this.status !== 'more') return i;
      const character = piece[i] as string;
      this.text += character;
      this.read(character);
    }
    return piece.length;
  }

  /** The raw text of a member's value as far as it has come, and whether that is all of it. */
  member(name: string): { text: string; complete: boolean } | undefined {
    const start = this.starts.get(name);
    if (start === undefined) return undefined;
    const end = this.ends.get(name);
    return { text: this.text.slice(start, end), complete: end !== undefined };
  }

  private read(character: string): void {
    if (this.inString) this.readInString(character);
    else if (character === '"') this.openString();
    else if (character === '{' || character === '[') this.open(character);
    else if (character === '}' || character === ']') this.close(character);
    else if (character === ',' && this.closers.length === 1) this.endMember();
    else if (this.closers.length === 0 && !SPACE.test(character)) this.status = 'broken';
    else if (!SPACE.test(character) && character !== ':') this.beginValue();
  }

  private readInString(character: string): void {
    if (this.escaped) this.escaped = false;
    else if (character === '\\') this.escaped = true;
    else if (character === '"') {
      this.inString = false;
      if (this.closers.length === 1 && this.key === undefined && this.closers[0] === '}') {
        this.key = parsedString(this.text.slice(this.stringStart));
      }
    }
  }

  private openString(): void {
    if (this.closers.length === 0) {
      this.status = 'broken';
      return;
    }
    this.beginValue();
    this.inString = true;
    this.stringStart = this.text.length - 1;
  }

  private open(character: string): void {
    this.beginValue();
    this.closers.push(character === '{' ? '}' : ']');
  }

  private close(character: string): void {
    if (this.closers.length === 1) this.endMember();
    if (this.closers.pop() !== character) this.status = 'broken';
    else if (this.closers.length === 0) this.status = 'done';
  }

  /** The first character of a member's value of the top object. */
  private beginValue(): void {
    if (this.closers.length !== 1 || this.key === undefined || this.starts.has(this.key)) return;
    this.starts.set(this.key, this.text.length - 1);
  }

  private endMember(): void {
    const { key } = this;
    this.key = undefined;
    if (key === undefined || !this.starts.has(key)) return;
    const value = this.text.slice(0, -1).trimEnd();
    this.ends.set(key, value.length);
  }
}

function parsedString(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
