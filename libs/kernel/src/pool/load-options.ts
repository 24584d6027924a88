import type { LoadOptions } from '@predict-otron/plugin-sdk';
import type { KernelOptions, ModelSettings } from '../configuration/kernel-options.js';
import type { AnyInfo } from './model-kind.js';

const CONTEXT_TOKENS_AT_MOST = 8192;
const SMALL_MODEL_BYTES = 200_000_000;
const PARALLEL_OF_LARGE_MODELS = 4;

/**
 * How a model is loaded: its settings, and defaults where they say nothing.
 * @param stored its file lies in the store, where nothing is ever written twice
 */
export function loadOptions(
  info: AnyInfo,
  settings: ModelSettings = {},
  { threads, defaultParallel }: Pick<KernelOptions, 'threads' | 'defaultParallel'>,
  stored = false,
): LoadOptions {
  const ownTokens = 'contextTokens' in info ? info.contextTokens : info.maxTokens;
  const parallel = info.weightBytes < SMALL_MODEL_BYTES ? defaultParallel : PARALLEL_OF_LARGE_MODELS;
  return {
    placement: [{ deviceId: 'cpu', layers: 'all' }],
    contextTokens: settings.contextTokens ?? Math.min(ownTokens, CONTEXT_TOKENS_AT_MOST),
    parallel: settings.parallel ?? parallel,
    threads: settings.threads ?? threads,
    // where its process may be lost: the plan of a load decides that
    useMmap: stored,
  };
}
