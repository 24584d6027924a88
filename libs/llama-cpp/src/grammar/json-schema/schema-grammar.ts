import type { JsonValue } from '@predict-otron/plugin-sdk';
import type { Grammar } from '../gbnf/expression.js';
import { JSON_NOTATION, type Notation } from './notation.js';
import { SchemaCompiler } from './schema-compiler.js';
import { SchemaDocument } from './schema-document.js';

/**
 * A grammar for the texts, JSON or of another notation, that are valid for a schema (draft 2020-12): each of its texts is. It writes less than the
 * schema allows where that is what people mean: properties in the schema's order, no other properties or items unless the
 * schema speaks of them, and values of the type that the keywords speak of. Throws a `Refusal` for what it cannot hold.
 */
export function schemaGrammar(schema: JsonValue, notation: Notation = JSON_NOTATION): Grammar {
  const compiler = new SchemaCompiler(new SchemaDocument(schema), notation);
  const root = compiler.rules.reserve('root');
  compiler.rules.set(root, compiler.value([{ schema, path: '' }]));
  return compiler.rules.grammar;
}
