const SPACE = /\s/;
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

type State = 'value' | 'name' | 'text' | 'word' | 'after';

/**
 * A value in the notation of Gemma's calls that comes in pieces, written anew as JSON: `{city:<escape>Paris<escape>}` is
 * `{"city": "Paris"}`. Names have no quotes; strings are as they are, between two marks.
 */
export class GemmaScanner {
  /** What was read, as JSON. */
  json = '';
  status: 'more' | 'done' | 'broken' = 'more';
  private state: State = 'value';
  private readonly closers: string[] = [];
  /** A name or a word so far, or what may be the beginning of a mark. */
  private held = '';

  /** @param mark stands before and after each string */
  constructor(private readonly mark: string) {}

  /** Takes what belongs to the value; returns how many UTF-16 units that was. */
  push(piece: string): number {
    let taken = 0;
    for (const char of piece) {
      if (this.status !== 'more') break;
      taken += char.length;
      this[this.state](char);
    }
    return taken;
  }

  private value(char: string): void {
    const opening = this.held + char;
    if (this.closers.length > 0 && this.mark.startsWith(opening)) {
      this.held = opening === this.mark ? '' : opening;
      if (opening === this.mark) this.begin('"', 'text');
    } else if (this.held !== '') this.status = 'broken';
    else if (char === '{') this.open('}', 'name');
    else if (this.closers.length === 0) this.status = SPACE.test(char) ? this.status : 'broken';
    else if (char === '[') this.open(']', 'value');
    else if (char === ']' && this.json.endsWith('[')) this.close(char);
    else if (!SPACE.test(char)) {
      this.held = char;
      this.state = 'word';
    }
  }

  private name(char: string): void {
    if (char === '}' && this.held.trim() === '' && this.json.endsWith('{')) this.close(char);
    else if ('{}[],'.includes(char)) this.status = 'broken';
    else if (char !== ':') this.held += char;
    else {
      // some templates put marks around names too
      const name = this.held.replaceAll(this.mark, '').trim();
      if (name === '') this.status = 'broken';
      this.held = '';
      this.begin(`${JSON.stringify(name)}: `, 'value');
    }
  }

  private text(char: string): void {
    this.held += char;
    if (this.held === this.mark) {
      this.held = '';
      this.begin('"', 'after');
      return;
    }
    while (this.held !== '' && !this.mark.startsWith(this.held)) {
      const [first = ''] = this.held;
      this.json += JSON.stringify(first).slice(1, -1);
      this.held = this.held.slice(first.length);
    }
  }

  /** A number, true, false or null. */
  private word(char: string): void {
    if (!SPACE.test(char) && !',]}'.includes(char)) {
      this.held += char;
      return;
    }
    if (!SCALAR.test(this.held)) this.status = 'broken';
    const word = this.held;
    this.held = '';
    this.begin(word, 'after');
    if (this.status === 'more') this.after(char);
  }

  private after(char: string): void {
    if (char === ',') this.begin(', ', this.closers.at(-1) === '}' ? 'name' : 'value');
    else if (char === '}' || char === ']') this.close(char);
    else if (!SPACE.test(char)) this.status = 'broken';
  }

  private open(closer: string, state: 'name' | 'value'): void {
    this.closers.push(closer);
    this.begin(closer === '}' ? '{' : '[', state);
  }

  private close(char: string): void {
    this.held = '';
    if (this.closers.pop() !== char) this.status = 'broken';
    else if (this.closers.length === 0) this.status = 'done';
    this.begin(char, 'after');
  }

  private begin(json: string, state: State): void {
    this.json += json;
    this.state = state;
  }
}
