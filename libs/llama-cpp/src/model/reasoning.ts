import { type JsonObject, PluginError, type ReasoningRequest } from '@predict-otron/plugin-sdk';
import type { AnswerFormat } from '../format/choose-format.js';

/** How a wish about thinking is carried out: by the template, or by a limit of tokens. */
export interface ReasoningPlan {
  /** Settings for the chat template. */
  variables: JsonObject;
  /** Tokens of thoughts at most. */
  budget?: number;
}

/**
 * What the template and the format allow. Throws `UNSUPPORTED` for a wish that neither can honour.
 *
 * @param template the source of the chat template: what it reads is what can be set
 */
export function reasoningPlan(
  { effort, budget }: ReasoningRequest,
  { reasoning }: AnswerFormat,
  template = '',
): ReasoningPlan {
  const canLimit = (reasoning?.close ?? '') !== '';
  if (budget !== undefined && !canLimit) throw refused('a token budget for its thoughts', 'reasoning_budget');
  const limit = budget === undefined ? {} : { budget };
  if (effort === undefined) return { variables: {}, ...limit };
  if (effort === 'none') return withoutThoughts(template, reasoning !== undefined, canLimit);
  if (!reasoning) throw refused('thinking before it answers', 'reasoning_effort');
  if (template.includes('reasoning_effort')) return { variables: { reasoning_effort: effort }, ...limit };
  if (template.includes('enable_thinking')) {
    if (effort === 'medium' || effort === 'high') return { variables: { enable_thinking: true }, ...limit };
  }
  throw refused(`the reasoning effort "${effort}"`, 'reasoning_effort');
}

function withoutThoughts(template: string, thinks: boolean, canLimit: boolean): ReasoningPlan {
  if (!thinks) return { variables: {} };
  if (template.includes('enable_thinking')) return { variables: { enable_thinking: false } };
  if (canLimit) return { variables: {}, budget: 0 };
  throw refused('an answer without thoughts', 'reasoning_effort');
}

function refused(what: string, param: string): PluginError {
  return new PluginError('UNSUPPORTED', `This model does not know ${what}.`, { param });
}
