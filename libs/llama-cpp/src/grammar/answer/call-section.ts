import { isGemmaShape, type ToolSyntax } from '../../format/tool-syntax.js';
import { choice, type Expression, NOTHING, optional, repeat, sequence, text } from '../gbnf/expression.js';
import { keyed } from '../language/literals.js';
import type { CallableTool } from './answer-plan.js';
import { SPACE } from './answer-texts.js';

/** How calls of some tools are written. */
export interface CallSection {
  /** One section of calls, markers included. */
  marked: Expression;
  /** One call that stands without markers, where the format knows that. */
  bare?: Expression;
}

/** The calls in a family's own syntax: name first, so that the arguments that follow can be those of that tool. */
export function callSection(syntax: ToolSyntax, tools: CallableTool<Expression>[], parallel: boolean): CallSection {
  const { open, close, shape } = syntax;
  const opening = choice(...open.map(text));
  const ending = close === undefined ? NOTHING : sequence(SPACE, text(close));
  if (isGemmaShape(shape)) {
    const named = tools.map(({ name, arguments: given }) => [name, given] as const);
    return { marked: sequence(opening, text(shape.prefix), keyed(named), ending) };
  }
  if (typeof shape === 'object') {
    const named = tools.map(({ name, arguments: given }) => [name + shape.between, sequence(SPACE, given)] as const);
    return { marked: sequence(opening, keyed(named)) };
  }
  const call = callObject(syntax, tools);
  const more = parallel ? repeat(sequence(SPACE, text(','), SPACE, call), 0, Number.POSITIVE_INFINITY) : NOTHING;
  const body = shape === 'list' ? sequence(text('['), SPACE, call, more, SPACE, text(']')) : call;
  return { marked: sequence(opening, SPACE, body, ending), ...(syntax.bare && { bare: call }) };
}

/** `{"name": …, "arguments": …}` */
function callObject({ nameKey, argumentKeys: [key], bare }: ToolSyntax, tools: CallableTool<Expression>[]): Expression {
  const comma = sequence(SPACE, text(','), SPACE);
  // Llama may say that it calls a function
  const kind = bare ? optional(sequence(member('type'), text('"function"'), comma)) : NOTHING;
  const named = tools.map(
    ({ name, arguments: given }) => [JSON.stringify(name), sequence(comma, member(key), given)] as const,
  );
  return sequence(text('{'), SPACE, kind, member(nameKey), keyed(named), SPACE, text('}'));
}

function member(key: string): Expression {
  return sequence(text(JSON.stringify(key)), SPACE, text(':'), SPACE);
}
