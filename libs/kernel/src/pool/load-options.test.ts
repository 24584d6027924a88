import type { ModelSettings } from '../configuration/kernel-options.js';
import { loadOptions } from './load-options.js';
import { unknownInfo } from './unknown-info.js';

const kernel = { threads: 2, defaultParallel: 16 };
const language = { ...unknownInfo('language', 'm'), contextTokens: 2048, weightBytes: 199_999_999 };
const embedder = { ...unknownInfo('embedding', 'm'), maxTokens: 512, weightBytes: 6_000_000 };

describe('loadOptions', () => {
  it.each([
    ['a small model', language, {}, { contextTokens: 2048, parallel: 16, threads: 2 }],
    ['a large model', { ...language, weightBytes: 200_000_000 }, {}, { parallel: 4 }],
    ['a long context', { ...language, contextTokens: 131_072 }, {}, { contextTokens: 8192 }],
    ['an embedder', embedder, undefined, { contextTokens: 512, parallel: 16 }],
    [
      'settings',
      language,
      { contextTokens: 32_768, parallel: 1, threads: 1 },
      { contextTokens: 32_768, parallel: 1, threads: 1 },
    ],
  ])('%s', (_, info, settings: ModelSettings | undefined, expected) => {
    expect(loadOptions(info, settings, kernel)).toMatchObject(expected);
  });

  it('puts all layers on the CPU', () => {
    expect(loadOptions(language, {}, kernel).placement).toEqual([{ deviceId: 'cpu', layers: 'all' }]);
  });
});
