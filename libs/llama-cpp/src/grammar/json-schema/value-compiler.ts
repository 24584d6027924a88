import type { Expression } from '../gbnf/expression.js';
import type { Rules } from '../gbnf/rules.js';
import type { CharSet } from '../language/char-set.js';
import type { Derivatives } from '../language/derivatives.js';
import type { Language, Languages } from '../language/language.js';
import type { Notation } from './notation.js';
import type { Part, SchemaNode } from './schema-node.js';

/** What the makers of one type's values need of the compiler, which calls them. */
export interface ValueCompiler {
  readonly rules: Rules;
  readonly languages: Languages;
  readonly derivatives: Derivatives;
  readonly notation: Notation;
  /** A value for which all nodes hold. */
  value(nodes: readonly SchemaNode[]): Expression;
  /** Nodes that must all hold, as alternatives of parts that must all hold. */
  alternatives(nodes: readonly SchemaNode[]): Part[][];
  /** The strings for which all nodes hold. */
  strings(nodes: readonly SchemaNode[]): Language;
  matches(nodes: readonly SchemaNode[], name: string): boolean;
  /** One of the characters inside a string; a rule where it is long. */
  chars(set: CharSet): Expression;
  /** Makes a rule once for each key. It may refer to itself while it is made. */
  shared(key: string, make: () => Expression, hint?: string): Expression;
}

/** Makes the values of one type for parts that must all hold. */
export type ValueMaker = (parts: readonly Part[], compiler: ValueCompiler) => Expression;
