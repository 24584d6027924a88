import { choice, type Expression, NOTHING, sequence, text } from '../gbnf/expression.js';

const END = -1;

/** One of some texts, with what they begin with in common written once: a text is read in one way only. */
export function literals(texts: readonly string[]): Expression {
  const distinct = [...new Set(texts)];
  if (distinct.length < 2) return choice(...distinct.map(text));
  const groups = new Map<number, string[]>();
  for (const one of distinct) {
    const first = one.codePointAt(0) ?? END;
    groups.set(first, [...(groups.get(first) ?? []), one]);
  }
  return choice(
    ...[...groups.values()].map((group) => {
      const shared = commonStart(group);
      if (shared === '') return NOTHING;
      return sequence(text(shared), literals(group.map((one) => one.slice(shared.length))));
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
