import { ANY_CHAR, type CharSet, charSet, complement, contains, intersect, subtract } from '../language/char-set.js';
import { LIMITS } from '../limits.js';
import { invalid, unsupported } from '../refusal.js';
import { choice, type Expression, type Grammar, oneOf, repeat, rule, sequence, text } from './expression.js';
import { GbnfReader } from './gbnf-reader.js';
import { referencesOf } from './rules-that.js';

/** What llama.cpp can read in a text. */
const TEXT_CHAR = subtract(ANY_CHAR, charSet(0));
const NAME = /[A-Za-z0-9-]+/y;
const INTEGER = /\d+/y;

/**
 * Parses llama.cpp's grammar notation. Its references to tokens (`<[13]>`, `<think>`) are not supported, since an answer is
 * text. llama.cpp's own parser reports no reasons, prints the whole grammar to the log, and does not survive some inputs.
 */
export function parseGbnf(source: string): Grammar {
  const grammar = new Parser(new GbnfReader(source)).rules();
  if (!grammar.has('root')) throw invalid('The grammar has no rule "root", which is where it starts.');
  for (const [name, expression] of grammar) {
    const missing = referencesOf(expression).find((used) => !grammar.has(used));
    if (missing !== undefined) throw invalid(`The rule "${name}" refers to "${missing}", which is not defined.`);
  }
  return grammar;
}

class Parser {
  private depth = 0;

  constructor(private readonly reader: GbnfReader) {}

  rules(): Grammar {
    const { reader } = this;
    const rules = new Map<string, Expression>();
    for (reader.space(true); !reader.ended; reader.space(true)) {
      const name = reader.match(NAME);
      if (name === '') throw reader.error('the name of a rule is missing');
      if (rules.has(name)) throw reader.error(`the rule "${name}" is defined twice`);
      reader.space(false);
      reader.expect('::=');
      reader.space(true);
      rules.set(name, this.alternatives(false));
      if (!reader.ended && !/[\r\n]/.test(reader.peek())) throw reader.error(`"${reader.peek()}" does not belong here`);
    }
    return rules;
  }

  private alternatives(nested: boolean): Expression {
    const { reader } = this;
    const items = [this.sequence(nested)];
    while (reader.take('|')) {
      reader.space(true);
      items.push(this.sequence(nested));
    }
    return choice(...items);
  }

  private sequence(nested: boolean): Expression {
    const items: Expression[] = [];
    for (let item = this.item(); item; item = this.item()) {
      this.reader.space(nested);
      items.push(this.repeated(item, nested));
    }
    return sequence(...items);
  }

  private item(): Expression | undefined {
    const { reader } = this;
    if (reader.take('"')) return this.literal();
    if (reader.take('[')) return oneOf(this.chars());
    if (reader.take('.')) return oneOf(TEXT_CHAR);
    if (reader.take('(')) return this.group();
    if (/[<!]/.test(reader.peek())) throw unsupported('A grammar cannot refer to tokens here: write the text itself.');
    const name = reader.match(NAME);
    return name === '' ? undefined : rule(name);
  }

  private group(): Expression {
    const { reader } = this;
    this.depth++;
    if (this.depth > LIMITS.depth) throw unsupported(`The grammar nests deeper than ${LIMITS.depth} parentheses.`);
    reader.space(true);
    const inner = this.alternatives(true);
    reader.expect(')');
    this.depth--;
    return inner;
  }

  private literal(): Expression {
    const codes: number[] = [];
    while (!this.reader.take('"')) codes.push(this.reader.char());
    if (codes.some((code) => !contains(TEXT_CHAR, code))) throw this.reader.error('no text can hold this literal');
    return text(String.fromCodePoint(...codes));
  }

  private chars(): CharSet {
    const { reader } = this;
    const negated = reader.take('^');
    const ranges: [number, number][] = [];
    while (!reader.take(']')) {
      const from = reader.char();
      // a dash before the end stands for itself
      const to = reader.match(/-(?!\])/y) ? reader.char() : from;
      if (to < from) throw reader.error('this range runs backwards');
      ranges.push([from, to]);
    }
    const named = charSet(...ranges);
    const set = intersect(negated ? complement(named) : named, TEXT_CHAR);
    if (ranges.length === 0 || set.length === 0) throw reader.error('these brackets hold no character');
    return set;
  }

  private repeated(item: Expression, nested: boolean): Expression {
    const { reader } = this;
    let whole = item;
    for (;;) {
      const times = this.times(nested);
      if (!times) return whole;
      whole = repeat(whole, ...times);
      reader.space(nested);
    }
  }

  private times(nested: boolean): [min: number, max: number] | undefined {
    const { reader } = this;
    if (reader.take('*')) return [0, Number.POSITIVE_INFINITY];
    if (reader.take('+')) return [1, Number.POSITIVE_INFINITY];
    if (reader.take('?')) return [0, 1];
    if (!reader.take('{')) return undefined;
    const min = this.count(nested);
    if (min === undefined) throw reader.error('a number is missing');
    const max = reader.take(',') ? (this.count(nested) ?? Number.POSITIVE_INFINITY) : min;
    reader.expect('}');
    if (max < min) throw reader.error(`{${min},${max}} asks for fewer than it asks for`);
    return [min, max];
  }

  private count(nested: boolean): number | undefined {
    const { reader } = this;
    reader.space(nested);
    const digits = reader.match(INTEGER);
    reader.space(nested);
    if (Number(digits) > LIMITS.repetitions) {
      throw unsupported(`The grammar repeats something ${digits} times; at most ${LIMITS.repetitions} are allowed.`);
    }
    return digits === '' ? undefined : Number(digits);
  }
}
