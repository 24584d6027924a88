import { ANY_CHAR, type CharSet, charSet } from './char-set.js';

/** A regular language: texts over all characters. Equal ones are, as far as that is cheap to see, the same object. */
export type Language = { readonly id: number; readonly nullable: boolean } & LanguageNode;

type LanguageNode =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'empty' }
  | { readonly kind: 'concat'; readonly first: Language; readonly rest: Language }
  | { readonly kind: 'either' | 'both'; readonly items: readonly Language[] }
  | { readonly kind: 'not'; readonly item: Language }
  | { readonly kind: 'repeat'; readonly item: Language; readonly min: number; readonly max: number };

/**
 * Makes languages, with the operations of regular expressions and those that these lack: intersection and complement.
 * Keeps them in a normal form, so that deriving them (`Derivatives`) reaches finitely many.
 */
export class Languages {
  private readonly known = new Map<string, Language>();

  /** No text. */
  readonly never = this.make('set', { kind: 'set', set: [] }, false);
  /** The empty text. */
  readonly empty = this.make('empty', { kind: 'empty' }, true);
  /** Every text. */
  readonly anything = this.repeat(this.set(ANY_CHAR), 0, Number.POSITIVE_INFINITY);

  set(set: CharSet): Language {
    return this.make(`set ${set.join(' ')}`, { kind: 'set', set }, false);
  }

  text(text: string): Language {
    return [...text].reduceRight((rest, char) => this.concat(this.set(charSet(char)), rest), this.empty);
  }

  concat(first: Language, rest: Language): Language {
    if (this.isNever(first) || this.isNever(rest)) return this.never;
    if (first === this.empty) return rest;
    if (rest === this.empty) return first;
    // to the right, so that equal concatenations are the same object
    if (first.kind === 'concat') return this.concat(first.first, this.concat(first.rest, rest));
    return this.make(`. ${first.id} ${rest.id}`, { kind: 'concat', first, rest }, first.nullable && rest.nullable);
  }

  either(...items: Language[]): Language {
    const kept = this.flat('either', items).filter((item) => !this.isNever(item));
    if (kept.includes(this.anything)) return this.anything;
    if (kept.length < 2) return kept[0] ?? this.never;
    return this.make(`| ${ids(kept)}`, { kind: 'either', items: kept }, kept.some(isNullable));
  }

  both(...items: Language[]): Language {
    const kept = this.flat('both', items).filter((item) => item !== this.anything);
    if (kept.some((item) => this.isNever(item))) return this.never;
    if (kept.includes(this.empty)) return kept.every(isNullable) ? this.empty : this.never;
    if (kept.length < 2) return kept[0] ?? this.anything;
    return this.make(`& ${ids(kept)}`, { kind: 'both', items: kept }, kept.every(isNullable));
  }

  not(item: Language): Language {
    if (item.kind === 'not') return item.item;
    if (this.isNever(item)) return this.anything;
    if (item === this.anything) return this.never;
    return this.make(`! ${item.id}`, { kind: 'not', item }, !item.nullable);
  }

  /** @param max may be infinite */
  repeat(item: Language, min: number, max: number): Language {
    if (min > max) return this.never;
    if (max === 0 || item === this.empty) return this.empty;
    if (this.isNever(item)) return min === 0 ? this.empty : this.never;
    if (min === 1 && max === 1) return item;
    const least = item.nullable ? 0 : min;
    return this.make(`* ${item.id} ${least} ${max}`, { kind: 'repeat', item, min: least, max }, least === 0);
  }

  isNever(item: Language): boolean {
    return item.kind === 'set' && item.set.length === 0;
  }

  /** The items, those of items of the same kind in their place, each once and in order. */
  private flat(kind: 'either' | 'both', items: readonly Language[]): Language[] {
    const flat = new Set<Language>();
    for (const item of items) {
      if (item.kind !== kind) flat.add(item);
      else for (const inner of item.items) flat.add(inner);
    }
    return flat.size < 2 ? [...flat] : [...flat].sort((a, b) => a.id - b.id);
  }

  private make(key: string, node: LanguageNode, nullable: boolean): Language {
    const known = this.known.get(key) ?? { ...node, id: this.known.size, nullable };
    this.known.set(key, known);
    return known;
  }
}

function ids(items: readonly Language[]): string {
  return items.map(({ id }) => id).join(' ');
}

function isNullable({ nullable }: Language): boolean {
  return nullable;
}
