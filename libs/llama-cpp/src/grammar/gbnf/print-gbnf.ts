import type { CharSet } from '../language/char-set.js';
import { choice, type Expression, type Grammar, isNothing, repeat, sequence } from './expression.js';
import { Rules } from './rules.js';

/** llama.cpp takes a bound over 2000 for no bound at all, so larger counts are made of blocks of this many. */
const BLOCK = 1000;

/**
 * The grammar in llama.cpp's notation. A repeated part that is more than one symbol gets a rule of its own: llama.cpp
 * limits the product of counts and symbols, and copies what is repeated.
 */
export function printGbnf(grammar: Grammar): string {
  return new Printer(grammar).print();
}

class Printer {
  private readonly rules = new Rules();

  constructor(grammar: Grammar) {
    for (const [name, expression] of grammar) this.rules.set(name, expression);
  }

  print(): string {
    const lines: string[] = [];
    // rules that are made on the way are visited too: a Map's iterator goes on to what was added
    for (const [name, expression] of this.rules.grammar) lines.push(`${name} ::= ${this.choice(expression, name)}`);
    return `${lines.join('\n')}\n`;
  }

  private choice(expression: Expression, name: string): string {
    if (expression.kind !== 'choice') return this.sequence(expression, name);
    return expression.items.map((item) => this.sequence(item, name)).join(' | ');
  }

  private sequence(expression: Expression, name: string): string {
    // an empty alternative at a line's end would make llama.cpp read on in the next line
    if (isNothing(expression)) return '""';
    if (expression.kind !== 'sequence') return this.item(expression, name);
    return expression.items.map((item) => this.item(item, name)).join(' ');
  }

  private item(expression: Expression, name: string): string {
    switch (expression.kind) {
      case 'text':
        return `"${[...expression.text].map((char) => escaped(char.codePointAt(0) as number, '"\\')).join('')}"`;
      case 'set':
        return printSet(expression.set);
      case 'rule':
        return expression.name;
      case 'repeat':
        return this.repeated(expression, name);
      default:
        return `(${this.choice(expression, name)})`;
    }
  }

  private repeated({ item, min, max }: Expression & { kind: 'repeat' }, name: string): string {
    if (Math.max(min, Number.isFinite(max) ? max : 0) > BLOCK) return this.blocks(item, min, max, name);
    const counted = min > 1 || (Number.isFinite(max) && max > 1);
    const symbol = this.item(counted ? this.symbol(item, name) : item, name);
    if (min === 0 && max === 1) return `${symbol}?`;
    if (Number.isFinite(max)) return min === max ? `${symbol}{${min}}` : `${symbol}{${min},${max}}`;
    return min < 2 ? `${symbol}${min === 0 ? '*' : '+'}` : `${symbol}{${min},}`;
  }

  /** Counts over {@link BLOCK}, exactly: whole blocks and a rest. */
  private blocks(item: Expression, min: number, max: number, name: string): string {
    const one = this.symbol(item, name);
    const block = this.rules.define(name, repeat(one, BLOCK, BLOCK));
    const exactly = (count: number) =>
      sequence(
        repeat(block, Math.floor(count / BLOCK), Math.floor(count / BLOCK)),
        repeat(one, count % BLOCK, count % BLOCK),
      );
    const more = max - min;
    const whole = Math.floor(more / BLOCK);
    const rest = Number.isFinite(max)
      ? choice(
          ...(whole > 0 ? [sequence(repeat(block, 0, whole - 1), repeat(one, 0, BLOCK - 1))] : []),
          sequence(repeat(block, whole, whole), repeat(one, 0, more % BLOCK)),
        )
      : repeat(one, 0, max);
    return this.item(sequence(exactly(min), rest), name);
  }

  private symbol(item: Expression, name: string): Expression {
    return item.kind === 'set' || item.kind === 'rule' ? item : this.rules.define(name, item);
  }
}

function printSet(set: CharSet): string {
  const ranges = set.map(([from, to]) => {
    const first = escaped(from, ']\\-[');
    if (from === to) return first;
    return `${first}${to === from + 1 ? '' : '-'}${escaped(to, ']\\-[')}`;
  });
  return `[${ranges.join('')}]`;
}

function escaped(code: number, special: string): string {
  const char = String.fromCodePoint(code);
  if (special.includes(char)) return `\\${char}`;
  if (code >= 0x20 && code < 0x7f && char !== '^') return char;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}
