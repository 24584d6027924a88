import { invalid } from '../refusal.js';
import type { Expression, Grammar } from './expression.js';
import { rulesThat } from './rules-that.js';

/**
 * How many paths lead from a rule to the rules it can begin with, over all rules: llama.cpp follows each of them.
 * Throws a `Refusal` where a rule begins with itself, also behind something that may be empty, and where something is
 * repeated that may be empty: with both, llama.cpp may never come to an end.
 */
export function leftmostPaths(grammar: Grammar): number {
  const empty = rulesThat(grammar, mayBeEmpty);
  const begins = new Map<string, string[]>();
  const begunBy = new Map<string, string[]>([...grammar.keys()].map((name) => [name, []]));
  for (const [name, expression] of grammar) {
    const first = beginnings(expression, empty, name);
    begins.set(name, first);
    for (const used of first) begunBy.get(used)?.push(name);
  }
  const paths = new Map<string, number>();
  const open = new Map([...begins].map(([name, first]) => [name, first.length]));
  const ready = [...grammar.keys()].filter((name) => open.get(name) === 0);
  for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
    paths.set(
      name,
      (begins.get(name) ?? []).reduce((sum, used) => sum + (paths.get(used) as number), 1),
    );
    for (const user of begunBy.get(name) ?? []) {
      const left = (open.get(user) as number) - 1;
      open.set(user, left);
      if (left === 0) ready.push(user);
    }
  }
  const stuck = [...grammar.keys()].filter((name) => !paths.has(name));
  if (stuck.length > 0) throw leftRecursion(new Set(stuck), begins);
  return [...paths.values()].reduce((sum, count) => sum + count, 0);
}

/** Rules that the expression can begin with. */
function beginnings(item: Expression, empty: ReadonlySet<string>, name: string): string[] {
  switch (item.kind) {
    case 'rule':
      return [item.name];
    case 'choice':
      return item.items.flatMap((part) => beginnings(part, empty, name));
    case 'repeat':
      if (item.max > 1 && mayBeEmpty(item.item, empty)) {
        throw invalid(`The rule "${name}" repeats something that may be empty. Let it take at least one character.`);
      }
      return beginnings(item.item, empty, name);
    case 'sequence': {
      const first: string[] = [];
      let reachable = true;
      for (const part of item.items) {
        // what comes later is looked at too, for the repetitions in it
        const found = beginnings(part, empty, name);
        if (reachable) first.push(...found);
        reachable &&= mayBeEmpty(part, empty);
      }
      return first;
    }
    default:
      return [];
  }
}

function mayBeEmpty(item: Expression, empty: ReadonlySet<string>): boolean {
  switch (item.kind) {
    case 'rule':
      return empty.has(item.name);
    case 'sequence':
      return item.items.every((part) => mayBeEmpty(part, empty));
    case 'choice':
      return item.items.some((part) => mayBeEmpty(part, empty));
    case 'repeat':
      return item.min === 0 || mayBeEmpty(item.item, empty);
    default:
      return false;
  }
}

/** Each stuck rule begins with a stuck one, so following them leads into the circle. */
function leftRecursion(stuck: ReadonlySet<string>, begins: ReadonlyMap<string, string[]>) {
  const seen = new Set<string>();
  let [name] = stuck as ReadonlySet<string> & Iterable<string>;
  while (name !== undefined && !seen.has(name)) {
    seen.add(name);
    name = begins.get(name)?.find((used) => stuck.has(used));
  }
  return invalid(`The rule "${name}" begins with itself. Write the repetition with * or + instead.`);
}
