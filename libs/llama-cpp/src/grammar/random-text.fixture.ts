import type { State, Walk } from './gbnf/walk.js';

/** A text of the grammar, by chance; `undefined` where it becomes too long. */
export function randomText(walk: Walk, seed: number, most = 400): string | undefined {
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  let text = '';
  for (let at: State = walk.start(); text.length < most; ) {
    const ended = at.includes(undefined);
    if (at.length === 0 || (ended && (at.length === 1 || random(3) === 0))) return text;
    const stacks = at.filter((stack) => stack !== undefined);
    const { item, at: place } = stacks[random(stacks.length)] as (typeof stacks)[number];
    let code = 0;
    if (item.kind === 'text') code = item.text.codePointAt(place) as number;
    if (item.kind === 'set') {
      // mostly from the start of a range: letters and digits rather than anything
      const [from, to] = item.set[random(item.set.length)] as readonly [number, number];
      code = from + random(Math.min(to - from + 1, random(8) === 0 ? 60_000 : 40));
    }
    text += String.fromCodePoint(code);
    at = walk.step(at, code);
  }
  return undefined;
}
