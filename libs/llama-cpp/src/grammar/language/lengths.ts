import type { Language } from './language.js';

/** Bounds on the lengths of a language's texts, in characters; `max` may be infinite. All lengths are between them. */
export function lengths(language: Language): { min: number; max: number } {
  switch (language.kind) {
    case 'empty':
      return { min: 0, max: 0 };
    case 'set':
      return { min: 1, max: 1 };
    case 'not':
      return { min: 0, max: Number.POSITIVE_INFINITY };
    case 'concat': {
      const [first, rest] = [lengths(language.first), lengths(language.rest)];
      return { min: first.min + rest.min, max: first.max + rest.max };
    }
    case 'repeat': {
      const one = lengths(language.item);
      return { min: one.min * language.min, max: one.max * language.max };
    }
    default: {
      const all = language.items.map(lengths);
      const mins = all.map(({ min }) => min);
      const maxes = all.map(({ max }) => max);
      // a text of both is as long as each of them allows
      return language.kind === 'either'
        ? { min: Math.min(...mins), max: Math.max(...maxes) }
        : { min: Math.max(...mins), max: Math.min(...maxes) };
    }
  }
}
