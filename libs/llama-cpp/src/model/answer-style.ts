import type { GenerationRequest } from '@predict-otron/plugin-sdk';
import { parserFor } from '../format/choose-format.js';
import { type AnswerParser, plainParser } from '../format/segment.js';
import type { PromptReader } from './prompt-reader.js';

/** How an answer's raw text is to be taken. */
export interface AnswerStyle {
  parser: AnswerParser;
  visible: ReadonlySet<number>;
  /** The answer ends before a second tool call. */
  singleCall?: boolean;
  reasoningLimit?: { tokens: number; end: readonly number[] };
}

const NOTHING: ReadonlySet<number> = new Set();

/** A chat's answer may hold thoughts and tool calls; whatever else is asked for is plain text. */
export function answerStyle(
  { prompt, toolChoice, parallelToolCalls }: GenerationRequest,
  text: string,
  prompts: PromptReader,
  budget?: number,
): AnswerStyle {
  const { format } = prompts;
  const tools = 'messages' in prompt && (prompt.tools?.length ?? 0) > 0 && toolChoice !== 'none';
  if (!('messages' in prompt) || (!tools && !format.reasoning)) return { parser: plainParser, visible: NOTHING };
  const open = format.reasoning?.open ?? '';
  const opened = open !== '' && text.trimEnd().endsWith(open);
  return {
    parser: parserFor(format, { tools, opened, streamsCalls: false }),
    visible: prompts.visible,
    ...(parallelToolCalls === false && { singleCall: true }),
    ...(budget !== undefined && { reasoningLimit: { tokens: budget, end: prompts.endOfThoughts() } }),
  };
}
