import type { AnswerFormat } from '../../format/choose-format.js';
import { choice, type Expression, NEVER, NOTHING, optional, repeat, rule, sequence, text } from '../gbnf/expression.js';
import type { Language } from '../language/language.js';
import type { AnswerPlan, CallableTool } from './answer-plan.js';
import { type AnswerTexts, SPACE } from './answer-texts.js';
import { type CallSection, callSection } from './call-section.js';

/** The parts of an answer that are held to something. */
export interface HeldParts {
  /** The constraint, where the answer's words are held to one. */
  body?: Expression;
  tools: CallableTool<Expression>[];
}

/** An answer in a format that marks thoughts and calls with markers in the text. */
export function markedAnswer(plan: AnswerPlan, { body, tools }: HeldParts, texts: AnswerTexts): Expression {
  const { calls, format } = plan;
  if (!calls) return afterThoughts(plan, body ?? NEVER, texts);
  const named = typeof calls.choice === 'object';
  const parallel = calls.parallel && !named;
  const section = callSection(format.tools, tools, parallel);
  if (calls.choice === 'auto' && !body) {
    return withThoughts(plan, wordsAndCalls(format, section, tools, calls.parallel, texts), texts);
  }
  const one = choice(section.marked, section.bare ?? NEVER);
  // several calls of a list stand in one section
  const again = parallel && format.tools.shape !== 'list';
  const forced = sequence(one, again ? repeat(sequence(SPACE, one), 0, Number.POSITIVE_INFINITY) : NOTHING);
  return afterThoughts(plan, calls.choice === 'auto' && body ? choice(body, forced) : forced, texts);
}

/** Thoughts, if the model has any, and then what is wanted. */
function afterThoughts({ format, thoughts }: AnswerPlan, wanted: Expression, texts: AnswerTexts): Expression {
  if (!thoughts || !format.reasoning) return wanted;
  const { open, close } = format.reasoning;
  const rest = sequence(texts.without([close]), text(close), SPACE);
  const thinking = thoughts.opened ? rest : optional(sequence(text(open), rest));
  return sequence(thinking, wanted);
}

/** Thoughts and words as the model likes; it may end in the middle of its thoughts. */
function withThoughts({ format, thoughts }: AnswerPlan, wanted: Expression, texts: AnswerTexts): Expression {
  if (!thoughts || !format.reasoning) return wanted;
  const { open, close } = format.reasoning;
  const after = texts.rules.define('answer', wanted);
  const thinking = sequence(texts.without([close]), optional(sequence(text(close), SPACE, after)));
  return thoughts.opened ? thinking : choice(after, sequence(text(open), thinking));
}

/** Words as the model likes, and calls as soon as it begins one. */
function wordsAndCalls(
  { tools: syntax }: AnswerFormat,
  { marked, bare }: CallSection,
  tools: CallableTool<Expression>[],
  parallel: boolean,
  texts: AnswerTexts,
): Expression {
  const free = texts.withoutAny(syntax.open);
  const words = texts.of(bare ? texts.languages.both(free, notCalling(tools, texts)) : free);
  const calls = (more: Expression) =>
    choice(sequence(words, optional(sequence(marked, more))), bare ? sequence(SPACE, bare, more) : NEVER);
  if (!parallel) return calls(SPACE);
  const turn = texts.rules.reserve('turn');
  texts.rules.set(turn, calls(rule(turn)));
  return rule(turn);
}

/** Texts that do not begin with the name of a tool in a JSON object, which is how a call without markers begins. */
function notCalling(tools: CallableTool<Expression>[], { languages }: AnswerTexts): Language {
  const space = languages.repeat(
    languages.either(...[' ', '\t', '\n', '\r'].map((one) => languages.text(one))),
    0,
    Number.POSITIVE_INFINITY,
  );
  const all = (...parts: (Language | string)[]): Language =>
    parts.reduceRight<Language>(
      (rest, part) => languages.concat(typeof part === 'string' ? languages.text(part) : part, rest),
      languages.empty,
    );
  const kind = all('"type"', space, ':', space, '"function"', space, ',', space);
  const names = languages.either(...tools.map(({ name }) => languages.text(JSON.stringify(name))));
  const begins = all(space, '{', space, languages.either(kind, languages.empty), '"name"', space, ':', space, names);
  return languages.not(languages.concat(begins, languages.anything));
}
