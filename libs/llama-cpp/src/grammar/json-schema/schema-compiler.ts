import type { JsonValue } from '@predict-otron/plugin-sdk';
import { choice, type Expression, rule, text } from '../gbnf/expression.js';
import { Rules } from '../gbnf/rules.js';
import type { CharSet } from '../language/char-set.js';
import { Derivatives } from '../language/derivatives.js';
import { type Language, Languages } from '../language/language.js';
import { literals } from '../language/literals.js';
import { partsAccept } from './accepts.js';
import { alternatives } from './alternatives.js';
import { arrayValue } from './array-value.js';
import { checkOneOf } from './exclusion.js';
import { asserts, type JsonType } from './keywords.js';
import { literalValue, type Notation, scalarText } from './notation.js';
import { numberRange } from './number-range.js';
import { boundedNumber, INTEGER, NUMBER } from './number-value.js';
import { objectValue } from './object-value.js';
import { listedValues, writtenTypes } from './part-types.js';
import type { SchemaDocument } from './schema-document.js';
import type { Part, SchemaNode } from './schema-node.js';
import { at, stringLanguage, stringRules } from './string-rules.js';
import { stringValue } from './string-value.js';
import type { ValueCompiler, ValueMaker } from './value-compiler.js';

const BY_TYPE: Record<JsonType, ValueMaker> = {
  null: () => text('null'),
  boolean: () => literals(['true', 'false']),
  number: numberValue,
  string: stringValue,
  array: arrayValue,
  object: objectValue,
};

/** Turns the nodes of one schema into expressions; what is used again becomes a rule. */
export class SchemaCompiler implements ValueCompiler {
  readonly rules = new Rules();
  readonly languages = new Languages();
  readonly derivatives = new Derivatives(this.languages);
  private readonly known = new Map<string, Expression>();
  private readonly knownChars = new Map<CharSet, Expression>();
  private readonly checked = new Set<string>();

  constructor(
    private readonly document: SchemaDocument,
    readonly notation: Notation,
  ) {}

  /** A value for which all nodes hold. */
  value(nodes: readonly SchemaNode[]): Expression {
    return choice(...this.alternatives(nodes).map((parts) => this.conjunction(parts)));
  }

  alternatives(nodes: readonly SchemaNode[]): Part[][] {
    return alternatives(nodes, this.document, (part) => {
      if (this.checked.has(part.path)) return;
      this.checked.add(part.path);
      checkOneOf(part, this);
    });
  }

  /** The strings for which all nodes hold. */
  strings(nodes: readonly SchemaNode[]): Language {
    const { languages } = this;
    return languages.either(
      ...this.alternatives(nodes).map((parts) => {
        const listed = listedValues(parts);
        if (!listed)
          return writtenTypes(parts).includes('string')
            ? stringLanguage(stringRules(parts, languages), languages)
            : languages.never;
        const texts = listed.filter((value) => typeof value === 'string' && partsAccept(parts, value, this));
        return languages.either(...texts.map((value) => languages.text(value as string)));
      }),
    );
  }

  matches(nodes: readonly SchemaNode[], name: string): boolean {
    return this.derivatives.matches(this.strings(nodes), name);
  }

  /** One of the characters inside a string; a rule where it is long. */
  readonly chars = (set: CharSet): Expression => {
    const known = this.knownChars.get(set);
    if (known) return known;
    const expression = this.notation.chars(set);
    const short =
      expression.kind === 'choice' ? this.shared(`char ${set.join(' ')}`, () => expression, 'char') : expression;
    this.knownChars.set(set, short);
    return short;
  };

  /** Makes a rule once for each key. It may refer to itself while it is made. */
  shared(key: string, make: () => Expression, hint = key): Expression {
    const known = this.known.get(key);
    if (known) return known;
    const name = this.rules.reserve(hint);
    this.known.set(key, rule(name));
    this.rules.set(name, make());
    return rule(name);
  }

  private conjunction(parts: readonly Part[]): Expression {
    const asserting = parts.filter(({ schema }) => Object.keys(schema).some(asserts));
    const values = listedValues(asserting);
    if (values) {
      const path = asserting.find(({ schema }) => schema.enum ?? schema.const !== undefined)?.path;
      return at(path ?? '', () => this.oneOfValues(values.filter((value) => partsAccept(asserting, value, this))));
    }
    const types = writtenTypes(asserting);
    const all = () => choice(...types.map((type) => BY_TYPE[type](asserting, this)));
    if (!types.includes('array') && !types.includes('object')) return all();
    return this.shared(asserting.map(({ path }) => `#${path}`).join('&'), all, hintOf(asserting));
  }

  private oneOfValues(values: readonly JsonValue[]): Expression {
    const isNested = (value: JsonValue) => typeof value === 'object' && value !== null;
    const scalars = values.filter((value) => !isNested(value)).map((value) => scalarText(value, this.notation));
    return choice(literals(scalars), ...values.filter(isNested).map((value) => literalValue(value, this.notation)));
  }
}

function numberValue(parts: readonly Part[], compiler: ValueCompiler): Expression {
  const range = numberRange(parts);
  const { low, high } = range;
  const key = [range.integer, low?.value, low?.open, high?.value, high?.open].join();
  if (low || high) return compiler.shared(`number ${key}`, () => boundedNumber(range), 'number');
  return range.integer ? compiler.shared('integer', () => INTEGER) : compiler.shared('number', () => NUMBER);
}

function hintOf(parts: readonly Part[]): string {
  return parts.length === 0 ? 'value' : `value-${parts[0]?.path ?? ''}`;
}
