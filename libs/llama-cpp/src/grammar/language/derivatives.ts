import { LIMITS } from '../limits.js';
import { unsupported } from '../refusal.js';
import { type CharSet, contains, partition } from './char-set.js';
import type { Language, Languages } from './language.js';

/**
 * What is left of a language after a character (Brzozowski's derivatives, with the character classes of Owens, Reppy and
 * Turon, "Regular-expression derivatives re-examined", 2009). Counts its work and refuses to do too much.
 */
export class Derivatives {
  private readonly known = new Map<string, Language>();
  private readonly sets = new Map<Language, ReadonlySet<CharSet>>();
  private left: number = LIMITS.derivatives;

  constructor(readonly languages: Languages) {}

  /** Parts of all characters; those of one part leave the same. */
  classes(language: Language): CharSet[] {
    return partition([...this.firstSets(language)]);
  }

  derive(language: Language, code: number): Language {
    const key = `${language.id} ${code}`;
    const known = this.known.get(key);
    if (known) return known;
    this.left--;
    if (this.left < 0) throw unsupported('The patterns, taken together with their lengths, are too complex.');
    const derived = this.work(language, code);
    this.known.set(key, derived);
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
  private firstSets(language: Language): ReadonlySet<CharSet> {
    const known = this.sets.get(language);
    if (known) return known;
    const sets = new Set<CharSet>();
    const add = (item: Language) => {
      for (const set of this.firstSets(item)) sets.add(set);
    };
    if (language.kind === 'set') sets.add(language.set);
    else if (language.kind === 'concat') {
      add(language.first);
      if (language.first.nullable) add(language.rest);
    } else if (language.kind === 'either' || language.kind === 'both') language.items.forEach(add);
    else if (language.kind !== 'empty') add(language.item);
    this.sets.set(language, sets);
    return sets;
  }
}
