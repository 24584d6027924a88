import { ANY_CHAR } from '../language/char-set.js';
import type { Language, Languages } from '../language/language.js';
import { lengths } from '../language/lengths.js';
import { LIMITS } from '../limits.js';
import { Refusal, unsupported } from '../refusal.js';
import { regexLanguage } from '../regex/regex-language.js';
import { FORMAT_NAMES, textFormat } from './formats.js';
import { placed } from './keywords.js';
import type { Part } from './schema-node.js';

/** What parts that must all hold say of a string. Lengths are in characters. */
export interface StringRules {
  readonly min: number;
  /** May be infinite. */
  readonly max: number;
  /** Patterns and formats: all must hold. */
  readonly languages: readonly Language[];
  /** Where the first of them stands. */
  readonly path: string;
}

export function stringRules(parts: readonly Part[], languages: Languages): StringRules {
  const found: Language[] = [];
  let [min, max, path] = [0, Number.POSITIVE_INFINITY, ''];
  for (const part of parts) {
    const { pattern, format } = part.schema as Record<string, string | undefined>;
    min = Math.max(min, count(part, 'minLength', 0));
    max = Math.min(max, count(part, 'maxLength', Number.POSITIVE_INFINITY));
    const text = format === undefined ? undefined : formatText(format, part);
    if (pattern !== undefined) found.push(at(`${part.path}/pattern`, () => regexLanguage(pattern, 'part', languages)));
    if (text !== undefined) found.push(regexLanguage(text, 'whole', languages));
    if (found.length > 0 && path === '') path = `${part.path}/${pattern === undefined ? 'format' : 'pattern'}`;
  }
  return { min, max, languages: found, path };
}

/** The strings as one language. A length that the patterns keep anyhow is left out, since counting makes it large. */
export function stringLanguage({ min, max, languages: all }: StringRules, languages: Languages): Language {
  const found = languages.both(...all);
  const kept = lengths(found);
  if (min <= kept.min && kept.max <= max) return found;
  return languages.both(found, languages.repeat(languages.set(ANY_CHAR), min, max));
}

/** A keyword's count, within what may be repeated. */
export function count({ schema, path }: Part, keyword: string, otherwise: number): number {
  const value = (schema[keyword] as number | undefined) ?? otherwise;
  if (Number.isFinite(value) && value > LIMITS.repetitions) {
    const message = `In the schema${placed(path)}, "${keyword}" is ${value}; at most ${LIMITS.repetitions} is supported.`;
    throw unsupported(message, `${path}/${keyword}`);
  }
  return value;
}

/** Gives a refusal that has no path this one. */
export function at<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal && error.path === undefined) throw new Refusal(error.code, error.message, path);
    throw error;
  }
}

function formatText(name: string, { schema, path }: Part): string | undefined {
  if (!FORMAT_NAMES.includes(name)) {
    const message = `The schema${placed(path)} has the format "${name}", which a grammar cannot hold.`;
    throw unsupported(`${message} Supported are ${FORMAT_NAMES.join(', ')}.`, `${path}/format`);
  }
  return textFormat(name, schema.maxLength !== undefined);
}
