import type { Constraint } from '@predict-otron/plugin-sdk';
import { choiceGrammar } from './choice-grammar.js';
import type { Grammar } from './gbnf/expression.js';
import { satisfiable } from './gbnf/llama-grammar.js';
import { parseGbnf } from './gbnf/parse-gbnf.js';
import { schemaGrammar } from './json-schema/schema-grammar.js';
import { LIMITS } from './limits.js';
import { unsupported } from './refusal.js';
import { regexGrammar } from './regex/regex-grammar.js';

/** A grammar whose texts satisfy the constraint. Throws a `Refusal`. */
export function constraintGrammar(constraint: Constraint): Grammar {
  checkLength(constraint);
  return satisfiable(compile(constraint));
}

/** Refuses what is so long that reading it would hold up others. */
export function checkLength(constraint: unknown): void {
  if (JSON.stringify(constraint).length <= LIMITS.constraintLength) return;
  throw unsupported(`This is too long: at most ${LIMITS.constraintLength} characters are allowed, as JSON.`);
}

function compile(constraint: Constraint): Grammar {
  if ('gbnf' in constraint) return parseGbnf(constraint.gbnf);
  if ('regex' in constraint) return regexGrammar(constraint.regex);
  if ('choice' in constraint) return choiceGrammar(constraint.choice);
  return schemaGrammar(constraint.jsonSchema);
}
