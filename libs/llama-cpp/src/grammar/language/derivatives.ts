import { LIMITS } from '../limits.js';
import { unsupported } from '../refusal.js';
import { type CharSet, contains, partition } from './char-set.js';
import type { Language, Languages } from './language.js';

type SetLanguage = Language & { kind: 'set' };

/**
 * What is left of a language after a character (Brzozowski's derivatives, with the character classes of Owens, Reppy and
 * Turon, "Regular-expression derivatives re-examined", 2009). Counts its work and refuses to do too much.
 */
export class Derivatives {
  private readonly known = new Map<Language, Map<number, Language>>();
  private readonly sets = new Map<Language, ReadonlySet<SetLanguage>>();
  private readonly parts = new Map<string, CharSet[]>();
  private left: number = LIMITS.derivatives;

  constructor(readonly languages: Languages) {}

  /** Parts of all characters; those of one part leave the same. */
  classes(language: Language): CharSet[] {
    const sets = [...this.firstSets(language)].sort((a, b) => a.id - b.id);
    const key = sets.map(({ id }) => id).join();
    const known = this.parts.get(key) ?? partition(sets.map(({ set }) => set));
    this.parts.set(key, known);
    return known;
  }

  derive(language: Language, code: number): Language {
    const known = this.known.get(language) ?? new Map<number, Language>();
    this.known.set(language, known);
    const before = known.get(code);
    if (before) return before;
    this.left--;
    if (this.left < 0) throw unsupported('The patterns, taken together with their lengths, are too complex.');
    const derived = this.work(language, code);
    known.set(code, derived);
    return derived;
  }

  matches(language: Language, text: string): boolean {
    let left = language;
    for (const char of text) left = this.derive(left, char.codePointAt(0) as number);
    return left.nullable;
  }

  private work(language: Language, code: number): Language {
    const { languages } = this;
    switch (language.kind) {
      case 'empty':
        return languages.never;
      case 'set':
        return contains(language.set, code) ? languages.empty : languages.never;
      case 'concat': {
        const { first, rest } = language;
        const behind = languages.concat(this.derive(first, code), rest);
        return first.nullable ? languages.either(behind, this.derive(rest, code)) : behind;
      }
      case 'either':
      case 'both':
        return languages[language.kind](...language.items.map((item) => this.derive(item, code)));
      case 'not':
        return languages.not(this.derive(language.item, code));
      case 'repeat': {
        const { item, min, max } = language;
        return languages.concat(this.derive(item, code), languages.repeat(item, Math.max(min - 1, 0), max - 1));
      }
    }
  }

  /** The sets that decide what the first character may be. */
  private firstSets(language: Language): ReadonlySet<SetLanguage> {
    const known = this.sets.get(language);
    if (known) return known;
    const sets = new Set<SetLanguage>();
    const add = (item: Language) => {
      for (const set of this.firstSets(item)) sets.add(set);
    };
    switch (language.kind) {
      case 'set':
        sets.add(language);
        break;
      case 'concat':
        add(language.first);
        if (language.first.nullable) add(language.rest);
        break;
      case 'either':
      case 'both':
        language.items.forEach(add);
        break;
      case 'not':
      case 'repeat':
        add(language.item);
    }
    this.sets.set(language, sets);
    return sets;
  }
}
