import { LIMITS } from '../limits.js';
import { unsupported } from '../refusal.js';
import type { Grammar } from './expression.js';
import { nextCodes, type State, Walk } from './walk.js';

/**
 * Reads what the grammar allows, for a limited number of steps and with most open ways first, and refuses a grammar in
 * which the ways become too many. They do, without end, where a rule nests in itself by two alternatives that begin alike.
 */
export function checkWays(grammar: Grammar): void {
  const walk = new Walk(grammar, LIMITS.ways);
  const seen = new Set<string>();
  /** By the number of their ways, as a power of two. */
  const queues: State[][] = [];
  const add = (state: State) => {
    if (state.length > LIMITS.ways) throw tooManyWays();
    const key = state.map((stack) => stack?.id ?? -1).join();
    if (seen.has(key)) return;
    seen.add(key);
    const size = Math.ceil(Math.log2(state.length));
    queues[size] ??= [];
    queues[size].push(state);
  };
  add(walk.start());
  while (walk.opened < LIMITS.searchSteps) {
    const state = queues.findLast((queue) => queue?.length > 0)?.shift();
    if (!state) return;
    for (const code of nextCodes(state)) {
      const next = walk.step(state, code);
      if (next.length > 0) add(next);
    }
  }
}

function tooManyWays() {
  const message = `A text can be read in more than ${LIMITS.ways} ways at the same time.`;
  return unsupported(`${message} Let alternatives begin with different characters, above all where rules nest.`);
}
