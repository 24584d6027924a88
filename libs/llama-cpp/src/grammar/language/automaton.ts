import { type CharSet, union } from './char-set.js';
import type { Derivatives } from './derivatives.js';
import type { Language } from './language.js';

export interface AutomatonState {
  /** The text may end here. */
  accepting: boolean;
  /** Places of the next states. No two sets overlap. */
  transitions: { set: CharSet; to: number }[];
}

/** Reads a text in one way only. The first state is the start; from every state the end can be reached. */
export type Automaton = readonly AutomatonState[];

/** The automaton of a language; empty for the language without texts. Throws a `Refusal` where it would be too large. */
export function automaton(language: Language, derivatives: Derivatives): Automaton {
  const languages = [language];
  const places = new Map([[language, 0]]);
  const states: AutomatonState[] = [];
  for (const from of languages) {
    const sets = new Map<number, CharSet[]>();
    for (const set of derivatives.classes(from)) {
      const next = derivatives.derive(from, (set[0] as readonly [number, number])[0]);
      if (derivatives.languages.isNever(next)) continue;
      const place = places.get(next) ?? languages.push(next) - 1;
      places.set(next, place);
      sets.set(place, [...(sets.get(place) ?? []), set]);
    }
    const transitions = [...sets].map(([to, all]) => ({ to, set: union(...all) }));
    states.push({ accepting: from.nullable, transitions });
  }
  return withoutDeadEnds(states);
}

export function isEmpty(language: Language, derivatives: Derivatives): boolean {
  return automaton(language, derivatives).length === 0;
}

/** Intersections and complements leave states that lead nowhere. */
function withoutDeadEnds(states: readonly AutomatonState[]): Automaton {
  const from = states.map((): number[] => []);
  for (const [place, { transitions }] of states.entries()) for (const { to } of transitions) from[to]?.push(place);
  const alive = new Set<number>();
  const queue = states.flatMap(({ accepting }, place) => (accepting ? [place] : []));
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    if (alive.has(place)) continue;
    alive.add(place);
    queue.push(...(from[place] as number[]));
  }
  if (!alive.has(0)) return [];
  const places = new Map([...alive].sort((a, b) => a - b).map((place, index) => [place, index]));
  return [...places.keys()].map((place) => {
    const { accepting, transitions } = states[place] as AutomatonState;
    const kept = transitions.filter(({ to }) => alive.has(to));
    return { accepting, transitions: kept.map(({ set, to }) => ({ set, to: places.get(to) as number })) };
  });
}
