import { HARMONY, HARMONY_MARKERS } from '../../format/harmony-parser.js';
import { choice, type Expression, NEVER, optional, rule, sequence, text } from '../gbnf/expression.js';
import { keyed, literals } from '../language/literals.js';
import type { AnswerPlan } from './answer-plan.js';
import type { AnswerTexts } from './answer-texts.js';
import type { HeldParts } from './marked-answer.js';

const { START, CHANNEL, CONSTRAIN, MESSAGE, END } = HARMONY;
/** What may stand before the message of something that is JSON. */
const JSON_MARK = optional(literals([` ${CONSTRAIN}json`, `${CONSTRAIN}json`, ' json']));

/** An answer of gpt-oss: messages on channels, of which the last one is words or a call, which ends it. */
export function harmonyAnswer({ calls }: AnswerPlan, { body, tools }: HeldParts, texts: AnswerTexts): Expression {
  const turn = texts.rules.reserve('turn');
  const next = sequence(text(`${END}${START}assistant`), rule(turn));
  const content = texts.without(HARMONY_MARKERS);
  const free = (channels: string[]) => sequence(text(CHANNEL), literals(channels), text(MESSAGE), content);
  const ways: Expression[] = [];
  if (calls?.choice === 'auto' && !body) {
    ways.push(sequence(free(['analysis', 'commentary', 'final']), optional(next)));
  } else ways.push(sequence(free(['analysis']), next));
  if (body) ways.push(sequence(text(`${CHANNEL}final`), JSON_MARK, text(MESSAGE), body));
  ways.push(...callsOf(tools));
  texts.rules.set(turn, choice(...ways));
  return rule(turn);
}

/** The recipient stands in the channel, or before it. */
function callsOf(tools: HeldParts['tools']): Expression[] {
  if (tools.length === 0) return [NEVER];
  const after = (tail: Expression) =>
    keyed(tools.map(({ name, arguments: given }) => [name, sequence(tail, JSON_MARK, text(MESSAGE), given)] as const));
  return [
    sequence(text(`${CHANNEL}commentary to=functions.`), after(text(''))),
    sequence(text(' to=functions.'), after(text(`${CHANNEL}commentary`))),
  ];
}
