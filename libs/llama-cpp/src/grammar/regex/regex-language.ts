import { type AST, RegExpParser } from '@eslint-community/regexpp';
import type { Language, Languages } from '../language/language.js';
import { LIMITS } from '../limits.js';
import { invalid, unsupported } from '../refusal.js';
import { regexChars } from './regex-chars.js';

/** Is a place in an expression the text's beginning? */
type Place = 'start' | 'later' | 'either';

/**
 * The texts that match a regular expression of ECMAScript with the `u` flag. Not supported: lookbehind, back references,
 * word boundaries, property escapes, modifiers, and assertions inside of what is repeated.
 *
 * @param match `whole`: the expression describes the whole text. `part`: a part of the text matches, as `pattern` in JSON
 *   Schema means it; the anchors `^` and `$` tie it to the ends
 */
export function regexLanguage(source: string, match: 'whole' | 'part', languages: Languages): Language {
  const pattern = parse(source);
  const translate = new Translation(languages);
  if (match === 'whole') return translate.either(pattern.alternatives, languages.empty, 'start');
  const { anything } = languages;
  const later = translate.either(pattern.alternatives, anything, 'later');
  const before = languages.repeat(anyChar(languages), 1, Number.POSITIVE_INFINITY);
  return languages.either(translate.either(pattern.alternatives, anything, 'start'), languages.concat(before, later));
}

function anyChar({ anything }: Languages): Language {
  return (anything as Language & { kind: 'repeat' }).item;
}

function parse(source: string): AST.Pattern {
  let depth = 0;
  for (const char of source) {
    depth += char === '(' ? 1 : char === ')' ? -1 : 0;
    if (depth > LIMITS.depth) throw unsupported(`The regular expression nests deeper than ${LIMITS.depth} groups.`);
  }
  try {
    return new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, { unicode: true });
  } catch (error) {
    throw invalid(`${(error as Error).message}. Regular expressions follow ECMAScript with the u flag.`);
  }
}

/** Translates from the end to the beginning: each part knows what follows it, so that assertions can speak of it. */
class Translation {
  constructor(private readonly languages: Languages) {}

  either(alternatives: readonly AST.Alternative[], rest: Language, place: Place): Language {
    return this.languages.either(...alternatives.map(({ elements }) => this.sequence(elements, rest, place)));
  }

  private sequence(elements: readonly AST.Element[], rest: Language, place: Place): Language {
    const places: Place[] = [];
    let now = place;
    for (const element of elements) {
      places.push(now);
      const length = lengthOf(element);
      if (length === 'some') now = 'later';
      else if (length === 'any' && now === 'start') now = 'either';
    }
    return elements.reduceRight((after, element, i) => this.element(element, after, places[i] as Place), rest);
  }

  private element(element: AST.Element, rest: Language, place: Place): Language {
    const { languages } = this;
    switch (element.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
        return languages.concat(languages.set(regexChars(element)), rest);
      case 'CapturingGroup':
        return this.either(element.alternatives, rest, place);
      case 'Group':
        if (element.modifiers) break;
        return this.either(element.alternatives, rest, place);
      case 'Quantifier':
        return this.quantifier(element, rest, place);
      case 'Assertion':
        return this.assertion(element, rest, place);
    }
    throw unsupported(`${element.raw} is not supported in a regular expression.`);
  }

  private quantifier({ element, min, max, raw }: AST.Quantifier, rest: Language, place: Place): Language {
    const { languages } = this;
    if (min === 0 && max === 1) return languages.either(rest, this.element(element, rest, place));
    if (holdsAssertion(element)) {
      throw unsupported(`${raw} repeats an assertion, which is not supported in a regular expression.`);
    }
    return languages.concat(languages.repeat(this.element(element, languages.empty, 'later'), min, max), rest);
  }

  private assertion(assertion: AST.Assertion, rest: Language, place: Place): Language {
    const { languages } = this;
    if (assertion.kind === 'end') return rest.nullable ? languages.empty : languages.never;
    if (assertion.kind === 'start' && place !== 'either') return place === 'start' ? rest : languages.never;
    if (assertion.kind !== 'lookahead') {
      const hint = assertion.kind === 'start' ? ' behind something that may be empty' : '';
      throw unsupported(`${assertion.raw}${hint} is not supported in a regular expression.`);
    }
    const ahead = this.either(assertion.alternatives, languages.anything, place);
    return languages.both(assertion.negate ? languages.not(ahead) : ahead, rest);
  }
}

/** How much text an element takes: none, at least one character, or any length. */
function lengthOf(element: AST.Element): 'none' | 'some' | 'any' {
  switch (element.type) {
    case 'Assertion':
      return 'none';
    case 'Quantifier':
      return element.min === 0 ? 'any' : lengthOf(element.element);
    case 'Group':
    case 'CapturingGroup': {
      const lengths = element.alternatives.map(({ elements }) => {
        const each = elements.map(lengthOf);
        return each.includes('some') ? 'some' : each.includes('any') ? 'any' : 'none';
      });
      return lengths.every((length) => length === lengths[0]) ? (lengths[0] ?? 'none') : 'any';
    }
    default:
      return 'some';
  }
}

function holdsAssertion(element: AST.Element): boolean {
  if (element.type === 'Assertion') return true;
  if (element.type === 'Quantifier') return holdsAssertion(element.element);
  if (element.type !== 'Group' && element.type !== 'CapturingGroup') return false;
  return element.alternatives.some(({ elements }) => elements.some(holdsAssertion));
}
