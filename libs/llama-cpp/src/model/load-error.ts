import { type LoadOptions, PluginError } from '@predict-otron/plugin-sdk';

const NO_MEMORY = /insufficient memory|failed to allocate/i;
/** All that llama.cpp says where it has no memory for a context, or cannot have the cache in the format that was asked for. */
const NO_CONTEXT = /failed to create context/i;

/** llama.cpp's errors in the contract's terms. */
export function loadError(error: unknown, { kvCacheType }: Pick<LoadOptions, 'kvCacheType'> = {}): PluginError {
  if (PluginError.is(error)) return error;
  const { name = '', message = String(error) } = error instanceof Error ? error : {};
  const noContext = NO_CONTEXT.test(message) && kvCacheType !== 'Q8_0';
  if (name === 'InsufficientMemoryError' || NO_MEMORY.test(message) || noContext) {
    const advice = 'Lower its context or parallel, or choose a smaller quantization.';
    return new PluginError('OUT_OF_MEMORY', `The model does not fit into memory. ${advice}`, {}, { cause: error });
  }
  return new PluginError('MODEL_INVALID', `llama.cpp cannot load this model: ${message}`, {}, { cause: error });
}
