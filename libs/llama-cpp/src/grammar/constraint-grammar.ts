import { type Constraint, PluginError } from '@predict-otron/plugin-sdk';
import { choiceGrammar } from './choice-grammar.js';
import { checkGrammar } from './gbnf/check-grammar.js';
import { type Grammar, isNever, NEVER } from './gbnf/expression.js';
import { parseGbnf } from './gbnf/parse-gbnf.js';
import { printGbnf } from './gbnf/print-gbnf.js';
import { prune } from './gbnf/prune.js';
import { schemaGrammar } from './json-schema/schema-grammar.js';
import { LIMITS } from './limits.js';
import { invalid, Refusal, unsupported } from './refusal.js';
import { regexGrammar } from './regex/regex-grammar.js';

/**
 * The constraint as a grammar for llama.cpp. Throws a `PluginError`, `INPUT_INVALID` or `UNSUPPORTED`, with the parameter
 * and, for a JSON Schema, the `path` (a JSON pointer) of what cannot be held.
 */
export function constraintGrammar(constraint: Constraint): string {
  const param = constraintParam(constraint);
  try {
    if (JSON.stringify(constraint).length > LIMITS.constraintLength) {
      throw unsupported(`This is too long: at most ${LIMITS.constraintLength} characters are allowed, as JSON.`);
    }
    return checked(compile(constraint));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, path } = error;
    throw new PluginError(code, message, { param, ...(path !== undefined && { path }) });
  }
}

/** The request's parameter that carries this kind of constraint. */
export function constraintParam(constraint: Constraint): string {
  if ('gbnf' in constraint) return 'grammar';
  if ('regex' in constraint) return 'regex';
  return 'choice' in constraint ? 'choice' : 'response_format';
}

function compile(constraint: Constraint): Grammar {
  if ('gbnf' in constraint) return parseGbnf(constraint.gbnf);
  if ('regex' in constraint) return regexGrammar(constraint.regex);
  if ('choice' in constraint) return choiceGrammar(constraint.choice);
  return schemaGrammar(constraint.jsonSchema);
}

function checked(grammar: Grammar): string {
  const pruned = prune(grammar);
  if (isNever(pruned.get('root') ?? NEVER)) throw invalid('No text can satisfy this constraint.');
  checkGrammar(pruned);
  return printGbnf(pruned);
}
