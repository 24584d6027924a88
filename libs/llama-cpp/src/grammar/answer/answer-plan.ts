import type { Constraint, Tool, ToolChoice } from '@predict-otron/plugin-sdk';
import type { AnswerFormat } from '../../format/choose-format.js';

/** What an answer must be like. */
export interface AnswerPlan {
  format: AnswerFormat;
  /** It may hold thoughts; `opened`: the prompt ends inside of them. */
  thoughts?: { opened: boolean };
  constraint?: Constraint;
  calls?: CallPlan;
}

/** Which calls an answer may, or must, hold. */
export interface CallPlan {
  tools: readonly Tool[];
  choice: Exclude<ToolChoice, 'none'>;
  /** More than one call in an answer. */
  parallel: boolean;
}

/** A tool with its arguments, as a part of a grammar. */
export interface CallableTool<Arguments> {
  name: string;
  arguments: Arguments;
}
