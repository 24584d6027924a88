import { type Constraint, PluginError, type Tool } from '@predict-otron/plugin-sdk';
import { isGemmaShape } from '../../format/tool-syntax.js';
import { checkLength, constraintGrammar } from '../constraint-grammar.js';
import { embed } from '../gbnf/embed.js';
import type { Expression, Grammar } from '../gbnf/expression.js';
import { llamaGrammar, satisfiable } from '../gbnf/llama-grammar.js';
import { gemmaNotation } from '../json-schema/gemma-notation.js';
import { JSON_NOTATION, type Notation } from '../json-schema/notation.js';
import { schemaGrammar } from '../json-schema/schema-grammar.js';
import { blaming, unsupported } from '../refusal.js';
import type { AnswerPlan, CallableTool } from './answer-plan.js';
import { AnswerTexts } from './answer-texts.js';
import { harmonyAnswer } from './harmony-answer.js';
import { type HeldParts, markedAnswer } from './marked-answer.js';

/** What whole answers must match, and what of the request it does not hold. */
export interface AnswerGrammar {
  /** In llama.cpp's notation. */
  gbnf: string;
  /** For the reader: tools whose arguments are only held to be an object, and why. */
  loose: string[];
}

/**
 * One grammar for the whole answer: thoughts, words and calls. What is free in an answer is free in the grammar, up to
 * where a call begins. Throws a `PluginError` that names the field, and the `path` (a JSON pointer) in a schema.
 */
export function answerGrammar(plan: AnswerPlan): AnswerGrammar {
  const { constraint, calls } = plan;
  const body = constraint && blaming(constraintParam(constraint), () => constraintGrammar(constraint));
  const loose: string[] = [];
  const { shape } = plan.format.tools;
  const notation = isGemmaShape(shape) ? gemmaNotation(shape.quote) : JSON_NOTATION;
  const tools = (calls?.tools ?? []).flatMap((tool, place) =>
    typeof calls?.choice !== 'object' || tool.name === calls.choice.name
      ? [callable(tool, place, notation, loose)]
      : [],
  );
  const print = () => {
    const texts = new AnswerTexts();
    const root = texts.rules.reserve('root');
    const parts: HeldParts = {
      ...(body && { body: embed(body, texts.rules, 'body') }),
      tools: tools.map(({ name, arguments: own }) => ({ name, arguments: embed(own, texts.rules, `call-${name}`) })),
    };
    texts.rules.set(root, wholeAnswer(plan, parts, texts));
    return llamaGrammar(texts.rules.grammar);
  };
  const param = constraint ? constraintParam(constraint) : 'prompt.tools';
  return { gbnf: blaming(param, print), loose };
}

function wholeAnswer(plan: AnswerPlan, parts: HeldParts, texts: AnswerTexts): Expression {
  return plan.format.name === 'harmony' && (plan.thoughts || plan.calls)
    ? harmonyAnswer(plan, parts, texts)
    : markedAnswer(plan, parts, texts);
}

/** The request's field that carries this kind of constraint. */
export function constraintParam(constraint: Constraint): string {
  return `constraint.${Object.keys(constraint)[0]}`;
}

/** A tool with the grammar of its arguments. Those of a tool that is not strict may be any object, if nothing else can be held. */
function callable(tool: Tool, place: number, notation: Notation, loose: string[]): CallableTool<Grammar> {
  try {
    return {
      name: tool.name,
      arguments: blaming(`prompt.tools[${place}].parameters`, () => argumentsOf(tool, notation)),
    };
  } catch (error) {
    if (tool.strict || !PluginError.is(error)) throw error;
    const where = typeof error.details.path === 'string' ? ` (at ${error.details.path || 'its root'})` : '';
    loose.push(`The arguments of "${tool.name}" are only held to be an object. ${error.message}${where}`);
    return { name: tool.name, arguments: schemaGrammar({ type: 'object' }, notation) };
  }
}

function argumentsOf({ parameters }: Tool, notation: Notation): Grammar {
  // no schema: no arguments
  if (parameters === undefined) return schemaGrammar({ const: {} }, notation);
  checkLength(parameters);
  const types = [parameters.type ?? 'object'].flat();
  if (!types.includes('object')) throw unsupported('Arguments are an object: "type" must be "object".', '/type');
  return satisfiable(schemaGrammar({ ...parameters, type: 'object' }, notation));
}
