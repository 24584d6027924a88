import { choice, type Expression, NOTHING, sequence, text } from '../gbnf/expression.js';

const END = -1;

/** A text, and what follows it. */
export type Keyed = readonly [key: string, rest: Expression];

/** One of some texts, with what they begin with in common written once: a text is read in one way only. */
export function literals(texts: readonly string[]): Expression {
  return keyed([...new Set(texts)].map((one) => [one, NOTHING]));
}

/** One of some distinct texts and what follows it, with what the texts begin with in common written once. */
export function keyed(entries: readonly Keyed[]): Expression {
  if (entries.length < 2) return choice(...entries.map(([key, rest]) => sequence(text(key), rest)));
  const groups = new Map<number, Keyed[]>();
  for (const entry of entries) {
    const first = entry[0].codePointAt(0) ?? END;
    groups.set(first, [...(groups.get(first) ?? []), entry]);
  }
  return choice(
    ...[...groups.values()].map((group) => {
      const shared = commonStart(group.map(([key]) => key));
      if (shared === '') return choice(...group.map(([, rest]) => rest));
      return sequence(text(shared), keyed(group.map(([key, rest]) => [key.slice(shared.length), rest])));
    }),
  );
}

function commonStart(texts: readonly string[]): string {
  let shared = '';
  for (const char of texts[0] as string) {
    if (!texts.every((one) => one.startsWith(shared + char))) break;
    shared += char;
  }
  return shared;
}
