import { PluginError } from '@predict-otron/plugin-sdk';
import { loadError } from './load-error.js';

describe('loadError', () => {
  it.each([
    ['A context size of 9 is too large: insufficient memory', undefined, 'OUT_OF_MEMORY'],
    ['Failed to create context', undefined, 'OUT_OF_MEMORY'],
    ['Failed to create context', 'F16', 'OUT_OF_MEMORY'],
    ['Failed to create context', 'Q8_0', 'MODEL_INVALID'],
    ['Failed to load model', undefined, 'MODEL_INVALID'],
  ] as const)('%s with a cache of %s: %s', (message, kvCacheType, code) => {
    const cause = new Error(message);
    expect(loadError(cause, { ...(kvCacheType && { kvCacheType }) })).toMatchObject({ code, cause });
  });

  it('leaves errors of the contract as they are', () => {
    const error = new PluginError('GATED', 'no');
    expect(loadError(error)).toBe(error);
  });
});
