import { type JsonObject, PluginError, type Prompt } from '@predict-otron/plugin-sdk';
import { withoutOldestTurn } from '../prompt/trim.js';
import type { PromptReader } from './prompt-reader.js';

/** A prompt that fits into the context. */
export interface FittedPrompt {
  text: string;
  tokens: number[];
  /** Tokens that were left out so that it fits. */
  dropped: number;
}

/** What has to fit, and what may be done about it. */
export interface FitOptions {
  contextTokens: number;
  /** Tokens to keep free for the answer, at least 1. */
  room: number;
  /** Leave out the oldest turns of a conversation, or the beginning of a text. */
  trims: boolean;
  settings: JsonObject;
}

/** Reads a prompt. Throws `CONTEXT_OVERFLOW` with both numbers for one that does not fit, trimmed as far as it may be. */
export function fitPrompt(prompts: PromptReader, prompt: Prompt, options: FitOptions): FittedPrompt {
  const { contextTokens, room, trims, settings } = options;
  const whole = prompts.read(prompt, settings);
  const limit = contextTokens - room;
  const fits = (tokens: number[]) => tokens.length <= limit;
  if (fits(whole.tokens)) return { ...whole, dropped: 0 };
  if (!trims) throw overflow(whole.tokens.length, contextTokens, prompt);
  if ('prefix' in prompt) return fitGap(prompts, prompt, whole.tokens.length, limit);
  if (!('messages' in prompt)) {
    // what stands first may be the token that every sequence begins with
    const [first, ...rest] = whole.tokens;
    const tokens = limit > 1 ? [first as number, ...rest.slice(rest.length - limit + 1)] : rest.slice(-limit);
    return { text: whole.text, tokens, dropped: whole.tokens.length - tokens.length };
  }
  for (let messages = withoutOldestTurn(prompt.messages); messages; messages = withoutOldestTurn(messages)) {
    const shorter = prompts.read({ ...prompt, messages }, settings);
    if (fits(shorter.tokens)) return { ...shorter, dropped: whole.tokens.length - shorter.tokens.length };
  }
  throw overflow(whole.tokens.length, contextTokens, prompt);
}

/** What stands nearest to the gap is kept: three parts of what comes before it to one part of what comes after. */
function fitGap(
  prompts: PromptReader,
  prompt: { prefix: string; suffix: string },
  wholeTokens: number,
  limit: number,
): FittedPrompt {
  const { prefix, suffix } = prompts.gap(prompt);
  const room = Math.max(0, limit - prompts.aroundGap([], []).length);
  const after = Math.min(suffix.length, Math.max(Math.floor(room / 4), room - prefix.length));
  const before = Math.min(prefix.length, room - after);
  const tokens = prompts.aroundGap(prefix.slice(prefix.length - before), suffix.slice(0, after));
  return { text: '', tokens, dropped: wholeTokens - tokens.length };
}

function overflow(promptTokens: number, contextTokens: number, prompt: Prompt): PluginError {
  const message = `The prompt has ${promptTokens} tokens, but this model's context holds ${contextTokens}, of which at least one is for the answer. Shorten it.`;
  const param = 'messages' in prompt ? 'messages' : 'prompt';
  return new PluginError('CONTEXT_OVERFLOW', message, { promptTokens, contextTokens, param });
}
