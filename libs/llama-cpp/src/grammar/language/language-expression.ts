import { choice, type Expression, NEVER, NOTHING, rule, sequence } from '../gbnf/expression.js';
import type { Rules } from '../gbnf/rules.js';
import { type Automaton, type AutomatonState, automaton } from './automaton.js';
import type { CharSet } from './char-set.js';
import type { Derivatives } from './derivatives.js';
import type { Language } from './language.js';

/**
 * A language as an expression that can be read in one way only, which is what llama.cpp is quickest with: each state of
 * its automaton is a rule, but a state with one way in and one way out is written in place.
 *
 * @param chars how one of several characters is written
 */
export function languageExpression(
  language: Language,
  derivatives: Derivatives,
  rules: Rules,
  chars: (set: CharSet) => Expression,
): Expression {
  const states = automaton(language, derivatives);
  if (states.length === 0) return NEVER;
  const named = namedStates(states);
  const names = new Map([...named].map((place) => [place, rules.reserve('text')]));
  const from = (place: number): Expression => {
    const parts: Expression[] = [];
    for (let at = place; ; ) {
      const { accepting, transitions } = states[at] as AutomatonState;
      const ways = transitions.map(({ set, to }) => {
        const name = names.get(to);
        return { chars: chars(set), to, rest: name === undefined ? undefined : rule(name) };
      });
      const [only] = ways;
      if (only && ways.length === 1 && !accepting && !only.rest) {
        parts.push(only.chars);
        at = only.to;
        continue;
      }
      const all = ways.map((way) => sequence(way.chars, way.rest ?? from(way.to)));
      return sequence(...parts, choice(...all, ...(accepting ? [NOTHING] : [])));
    }
  };
  for (const [place, name] of names) rules.set(name, from(place));
  const start = names.get(0);
  return start === undefined ? from(0) : rule(start);
}

/** States that need a rule: those that are met again, and those where a text may end or go different ways. */
function namedStates(states: Automaton): Set<number> {
  const met = new Set<number>();
  const named = new Set<number>();
  for (const { transitions } of states) {
    for (const { to } of transitions) {
      const { accepting, transitions: onward } = states[to] as AutomatonState;
      const last = accepting && onward.length === 0;
      const simple = onward.length === 1 && !accepting;
      if (to === 0 || (!last && (!simple || met.has(to)))) named.add(to);
      met.add(to);
    }
  }
  return named;
}
