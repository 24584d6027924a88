import {
  calls,
  chats,
  keepsSchemas,
  type Limits,
  NO_CHAT,
  NO_FORM,
  NO_GAPS,
  NO_LOGPROBS,
  NO_THOUGHTS,
  NO_TOOLS,
  NO_TRIMMING,
  only,
  refused,
  scores,
  thinks,
  trims,
  unless,
  upTo,
} from './limit.js';

/** For Ollama's endpoints that generate. */
export const OLLAMA_LIMITS: Limits = {
  messages: unless(chats, refused(NO_CHAT)),
  system: unless(chats, refused(NO_CHAT)),
  tools: unless(calls, only([[]], NO_TOOLS)),
  format: unless(keepsSchemas, only([''], NO_FORM)),
  think: unless(thinks, only([false], NO_THOUGHTS)),
  logprobs: unless(scores, only([false], NO_LOGPROBS)),
  top_logprobs: unless(scores, refused(NO_LOGPROBS)),
  truncate: unless(trims, only([false], NO_TRIMMING)),
  suffix: unless(({ fim }) => fim, only([''], NO_GAPS)),
  'options.num_ctx': upTo(({ context_tokens }) => context_tokens),
};

/** For those that make vectors. */
export const OLLAMA_EMBED_LIMITS: Limits = {
  dimensions: upTo(({ dimensions }) => dimensions ?? Number.POSITIVE_INFINITY),
  'options.num_ctx': upTo(({ context_tokens }) => context_tokens),
};
