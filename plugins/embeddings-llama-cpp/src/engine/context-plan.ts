import { type LoadOptions, PluginError } from '@predict-otron/plugin-sdk';
import type { HeaderFacts } from '../model/header-facts.js';

/** Tokens in one step of a model that need not see the whole text at once. */
const STEP_TOKENS = 512;

/** The contexts that one model gets. Each computes one text at a time, so there are as many as threads allow. */
export interface ContextPlan {
  contexts: number;
  threads: number;
  contextSize: number;
  batchSize: number;
}

/**
 * Shares the threads among contexts: a text in each is faster than many threads on one text. `maxTokens`: of one text.
 * Throws `UNSUPPORTED` for load options that these contexts do not have.
 */
export function planContexts(
  { parallel, threads, draft, adapters, kvCacheType }: LoadOptions,
  maxTokens: number,
  { causal, pooling }: Pick<HeaderFacts, 'causal' | 'pooling'>,
): ContextPlan {
  if (draft !== undefined) throw unsupported('draft', 'An embedding model writes no text, so it takes no draft model.');
  if (adapters?.length) throw unsupported('adapters', 'Adapters are not supported for embedding models.');
  if (kvCacheType && kvCacheType !== 'F16') {
    throw unsupported('kvCacheType', 'The cache of an embedding model is F16 where it has one.');
  }
  const contexts = Math.max(1, Math.min(parallel, threads));
  // one cell more than the longest text: the engine keeps one for a token that is never written
  const contextSize = maxTokens + 1;
  const inSteps = causal && pooling === 'last';
  return {
    contexts,
    threads: Math.max(1, Math.floor(threads / contexts)),
    contextSize,
    batchSize: inSteps ? Math.min(STEP_TOKENS, contextSize) : contextSize,
  };
}

function unsupported(param: string, message: string): PluginError {
  return new PluginError('UNSUPPORTED', message, { param });
}
