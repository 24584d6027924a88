import { type CharSet, charSet, contains, partition } from '../language/char-set.js';
import { type Expression, type Grammar, repeat } from './expression.js';

/** What is still to be matched: the first part, and what follows it. `undefined`: nothing is. */
export type Stack = Frame | undefined;

interface Frame {
  readonly id: number;
  readonly item: Expression;
  /** Of a text, the next character's place. */
  readonly at: number;
  readonly rest: Stack;
  /** Of a text: the same behind its next character. */
  next?: Frame;
}

/** Frames of all walks, so that those of two are never taken for the same. */
let count = 0;

/** Every way in which what was read so far can go on. Each begins with one character; `undefined` is an end. */
export type State = readonly Stack[];

/**
 * Reads texts by a grammar as llama.cpp does: it keeps all the ways that are open at the same time. Equal ways are one
 * object, so that they count once.
 */
export class Walk {
  private readonly frames = new Map<Expression, Map<Stack, Frame>>();
  private readonly rests = new Map<Expression, Map<number, Expression>>();
  /** Frames opened since the beginning: what the walk has cost so far. */
  opened = 0;

  /** @param most ways after which it gives up: a state then has one more, and lacks the rest */
  constructor(
    private readonly grammar: Grammar,
    private readonly most = Number.POSITIVE_INFINITY,
  ) {}

  start(): State {
    return this.open([this.push({ kind: 'rule', name: 'root' }, undefined)]);
  }

  step(state: State, code: number): State {
    const rests: Stack[] = [];
    for (const stack of state) if (stack && fits(stack, code)) rests.push(this.after(stack));
    return this.open(rests);
  }

  /** Reads a whole text; the result is empty when it does not fit. */
  read(text: string): State {
    let state = this.start();
    for (const char of text) state = this.step(state, char.codePointAt(0) as number);
    return state;
  }

  accepts(text: string): boolean {
    return this.read(text).includes(undefined);
  }

  private after(frame: Frame): Stack {
    const { item, at, rest } = frame;
    if (item.kind !== 'text') return rest;
    const next = at + ((item.text.codePointAt(at) as number) > 0xffff ? 2 : 1);
    if (next === item.text.length) return rest;
    frame.next ??= { id: count++, item, at: next, rest };
    return frame.next;
  }

  /** Unfolds the first part of each stack until it is a character. */
  private open(stacks: readonly Stack[]): State {
    const seen = new Set<Stack>();
    const open: Stack[] = [];
    const todo = [...stacks];
    while (todo.length > 0 && open.length <= this.most) {
      const stack = todo.pop();
      if (seen.has(stack)) continue;
      seen.add(stack);
      this.opened++;
      if (!stack || stack.item.kind === 'text' || stack.item.kind === 'set') open.push(stack);
      else todo.push(...this.unfoldings(stack));
    }
    return open;
  }

  private unfoldings({ item, rest }: Frame): Stack[] {
    switch (item.kind) {
      case 'rule':
        return [this.push(this.grammar.get(item.name) as Expression, rest)];
      case 'choice':
        return item.items.map((one) => this.push(one, rest));
      case 'sequence':
        return [item.items.reduceRight<Stack>((below, one) => this.push(one, below), rest)];
      case 'repeat':
        return this.repetitions(item, rest);
      default:
        return [];
    }
  }

  private repetitions(item: Expression & { kind: 'repeat' }, rest: Stack): Stack[] {
    const again = this.rest(item, Math.max(item.min - 1, 0), item.max - 1);
    const more = this.push(item.item, again.kind === 'sequence' ? rest : this.push(again, rest));
    return item.min === 0 ? [rest, more] : [more];
  }

  private rest(item: Expression & { kind: 'repeat' }, min: number, max: number): Expression {
    if (max === item.max && min === item.min) return item;
    const known = this.rests.get(item.item) ?? new Map<number, Expression>();
    this.rests.set(item.item, known);
    const key = min * 1e6 + (Number.isFinite(max) ? max : -1);
    const rest = known.get(key) ?? (max === 0 ? repeat(item.item, 0, 0) : { ...item, min, max });
    known.set(key, rest);
    return rest;
  }

  private push(item: Expression, rest: Stack): Frame {
    const same = this.frames.get(item) ?? new Map<Stack, Frame>();
    const frame = same.get(rest) ?? { id: count++, item, at: 0, rest };
    this.frames.set(item, same.set(rest, frame));
    return frame;
  }
}

/** One character for each way in which a state can go on differently. */
export function nextCodes(state: State): number[] {
  const codes = new Set<number>();
  const sets = new Set<CharSet>();
  for (const stack of state) {
    if (stack?.item.kind === 'text') codes.add(stack.item.text.codePointAt(stack.at) as number);
    else if (stack?.item.kind === 'set') sets.add(stack.item.set);
  }
  if (sets.size === 0) return [...codes];
  const parts =
    sets.size === 1 && codes.size === 0 ? [...sets] : partition([...sets, ...[...codes].map((code) => charSet(code))]);
  return parts.map(([first]) => (first as CharSet[number])[0]);
}

/** Can the first part of a way be this character? */
export function fits({ item, at }: Frame, code: number): boolean {
  return item.kind === 'set' ? contains(item.set, code) : item.kind === 'text' && item.text.codePointAt(at) === code;
}
