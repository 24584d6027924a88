import type { GenerationRequest } from '@predict-otron/plugin-sdk';
import { parserFor } from '../format/choose-format.js';
import { type AnswerParser, plainParser } from '../format/segment.js';
import type { PromptReader } from './prompt-reader.js';

/** How an answer's raw text is to be taken. */
export interface AnswerStyle {
  parser: AnswerParser;
  visible: ReadonlySet<number>;
  /** The prompt ends inside the model's thoughts. */
  opened: boolean;
  /** The answer ends before a second tool call. */
  singleCall?: boolean;
  reasoningLimit?: { tokens: number; end: readonly number[] };
}

const NOTHING: ReadonlySet<number> = new Set();

/**
 * A chat's answer may hold thoughts and tool calls; whatever else is asked for is plain text.
 *
 * @param held the engine holds calls to their syntax
 */
export function answerStyle(
  { prompt, toolChoice, parallelToolCalls }: GenerationRequest,
  text: string,
  prompts: PromptReader,
  { held, budget }: { held: boolean; budget?: number },
): AnswerStyle {
  const { format } = prompts;
  const names = 'messages' in prompt && toolChoice !== 'none' ? (prompt.tools ?? []).map(({ name }) => name) : [];
  const tools = names.length > 0;
  if (!('messages' in prompt) || (!tools && !format.reasoning)) {
    return { parser: plainParser, visible: NOTHING, opened: false };
  }
  const open = format.reasoning?.open ?? '';
  const opened = open !== '' && text.trimEnd().endsWith(open);
  return {
    parser: parserFor(format, { tools: names, opened, streamsCalls: held }),
    visible: prompts.visible,
    opened,
    ...(parallelToolCalls === false && { singleCall: true }),
    ...(budget !== undefined && { reasoningLimit: { tokens: budget, end: prompts.endOfThoughts() } }),
  };
}
