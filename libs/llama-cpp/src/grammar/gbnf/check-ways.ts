import { partition } from '../language/char-set.js';
import { LIMITS } from '../limits.js';
import { unsupported } from '../refusal.js';
import type { Grammar } from './expression.js';
import { nextChars, type State, Walk } from './walk.js';

/**
 * Reads what the grammar allows, for a limited number of steps and with most open ways first, and refuses a grammar in
 * which the ways become too many. They do, without end, where a rule nests in itself by two alternatives that begin alike.
 */
export function checkWays(grammar: Grammar): void {
  const walk = new Walk(grammar, LIMITS.ways);
  const queues = new Map<number, State[]>();
  const seen = new Set<string>();
  const add = (state: State) => {
    if (state.length > LIMITS.ways) throw tooManyWays();
    const key = state.map((stack) => stack?.id ?? -1).join();
    if (state.length === 0 || seen.has(key)) return;
    seen.add(key);
    queues.set(state.length, [...(queues.get(state.length) ?? []), state]);
  };
  add(walk.start());
  while (walk.opened < LIMITS.searchSteps && queues.size > 0) {
    const most = Math.max(...queues.keys());
    const states = queues.get(most) as State[];
    const state = states.shift() as State;
    if (states.length === 0) queues.delete(most);
    for (const part of partition(nextChars(state))) {
      add(walk.step(state, (part[0] as readonly [number, number])[0]));
    }
  }
}

function tooManyWays() {
  const message = `A text can be read in more than ${LIMITS.ways} ways at the same time.`;
  return unsupported(`${message} Let alternatives begin with different characters, above all where rules nest.`);
}
