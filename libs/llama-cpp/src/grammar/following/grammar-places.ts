import type { Grammar } from '../gbnf/expression.js';
import { fits, type State, Walk } from '../gbnf/walk.js';
import type { TokenTree } from './token-tree.js';
import { type BegunChar, possibleChars, withByte } from './utf8.js';

/** Ways to read a text at the same time that are worth following here, beside llama.cpp. */
const WAYS = 32;
/** Characters that may come next where it is worth knowing the tokens that may. */
const CHARS = 64;
/** Nodes of the tree that are looked at for them: tens of microseconds. */
const NODES = 1500;
/** Places that are remembered: some megabytes. */
const PLACES = 4000;

/** Characters behind each of which the place is remembered. */
const CODES = 512;

/** A place in a grammar: all the ways in which a text can go on. */
export interface Place {
  readonly ways: State;
  /** The place behind each character that was met. */
  readonly behind: Map<number, Place | undefined>;
  /** The same by the ways that go on, which many characters share. */
  readonly behindWays: Map<string, Place | undefined>;
  tokens?: Uint32Array | 'many';
}

/**
 * The places of one grammar, each worked out once, and the tokens that may come there. llama.cpp knows neither without
 * reading its whole vocabulary, which costs a fraction of a microsecond for each token.
 */
export class GrammarPlaces {
  private walk: Walk;
  private known = new Map<string, Place>();
  private first: Place | undefined;

  /** @param ends tokens that end an answer, which no grammar sees */
  constructor(
    private readonly grammar: Grammar,
    private readonly tree: TokenTree,
    private readonly ends: readonly number[],
  ) {
    this.walk = new Walk(grammar, WAYS);
  }

  get start(): Place | undefined {
    this.first ??= this.place(this.walk.start());
    return this.first;
  }

  /** The place behind a character; undefined where it does not fit, or where there are too many ways. */
  behind(place: Place, code: number): Place | undefined {
    if (place.behind.has(code)) return place.behind.get(code);
    const ways = place.ways.filter((way) => way && fits(way, code));
    const key = keyOf(ways);
    if (!place.behindWays.has(key)) place.behindWays.set(key, this.place(this.walk.step(ways, code)));
    const next = place.behindWays.get(key);
    if (place.behind.size < CODES) place.behind.set(code, next);
    return next;
  }

  /** All tokens that may come, those that end an answer too; undefined where they are many. */
  tokens(place: Place): Uint32Array | undefined {
    place.tokens ??= this.search(place) ?? 'many';
    return place.tokens === 'many' ? undefined : place.tokens;
  }

  private place(ways: State): Place | undefined {
    if (ways.length === 0 || ways.length > WAYS) return undefined;
    const key = keyOf(ways);
    const known = this.known.get(key);
    if (known) return known;
    if (this.known.size === PLACES) {
      // answers that are under way keep what they need
      this.known = new Map();
      this.walk = new Walk(this.grammar, WAYS);
      this.first = undefined;
    }
    const place: Place = { ways, behind: new Map(), behindWays: new Map() };
    this.known.set(key, place);
    return place;
  }

  private search(start: Place): Uint32Array | undefined {
    if (nextChars(start.ways) > CHARS) return undefined;
    const { tree } = this;
    const found = start.ways.includes(undefined) ? [...this.ends] : [];
    let nodes = 0;
    const visit = (node: number, place: Place, begun: BegunChar | undefined): void => {
      tree.children(node, (child, byte) => {
        if (nodes > NODES) return;
        const read = withByte(begun, byte);
        const next = typeof read === 'number' ? this.behind(place, read) : place;
        if (read === undefined || !next) return;
        const partly = typeof read === 'number' ? undefined : read;
        if (partly && !mayBegin(place.ways, partly)) return;
        nodes++;
        found.push(...tree.tokens(child));
        visit(child, next, partly);
      });
    };
    visit(0, start, undefined);
    return nodes > NODES ? undefined : Uint32Array.from(found);
  }
}

function keyOf(ways: State): string {
  let key = '';
  for (const way of ways) key += `${way?.id ?? -1},`;
  return key;
}

/** How many characters may come next, at most. */
function nextChars(ways: State): number {
  let count = 0;
  for (const way of ways) {
    if (way?.item.kind === 'text') count++;
    else if (way?.item.kind === 'set') for (const [from, to] of way.item.set) count += to - from + 1;
  }
  return count;
}

function mayBegin(ways: State, begun: BegunChar): boolean {
  const possible = possibleChars(begun);
  if (!possible) return false;
  const [first, last] = possible;
  const meets = (from: number, to: number) => from <= last && first <= to;
  return ways.some((way) => {
    if (way?.item.kind === 'set') return way.item.set.some(([from, to]) => meets(from, to));
    if (way?.item.kind !== 'text') return false;
    const code = way.item.text.codePointAt(way.at) as number;
    return meets(code, code);
  });
}
