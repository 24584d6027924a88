import { LOAD_OPTIONS } from '../testing/load.js';
import { checkLoadOptions } from './check-load-options.js';
import { batchTokensFor, memoryNeed } from './session-limits.js';

describe('batchTokensFor', () => {
  it.each([
    [1, 2048],
    [2, 2048],
    [4, 4096],
    [64, 8192],
  ])('gives %d threads %d tokens', (threads, tokens) => {
    expect(batchTokensFor(threads)).toBe(tokens);
  });
});

describe('memoryNeed', () => {
  const size = { weightBytes: 1000, maxTokens: 512, config: { hidden_size: 384, num_attention_heads: 12 } };

  it('grows with the batch and the model', () => {
    const need = memoryNeed(size, 2);
    expect(need).toEqual({ deviceId: 'cpu', weights: 1600, kvCache: 0, compute: 235_929_600 });
    expect(memoryNeed(size, 4).compute).toBe(2 * need.compute);
  });

  it('holds one text at least, however long', () => {
    expect(memoryNeed({ ...size, maxTokens: 8192 }, 1).compute).toBe(8192 * (18 * 384 + 24 * 8192) * 4 * 1.5);
  });
});

describe('checkLoadOptions', () => {
  it.each([
    [{ adapters: [{ path: '/a', scale: 1 }] }, 'UNSUPPORTED'],
    [{ draft: '/draft.gguf' }, 'UNSUPPORTED'],
    [{ placement: [{ deviceId: 'cuda:0', layers: 'all' as const }] }, 'DEVICE_UNAVAILABLE'],
  ])('refuses %j', (options, code) => {
    expect(() => checkLoadOptions({ ...LOAD_OPTIONS, ...options })).toThrow(expect.objectContaining({ code }));
  });

  it('takes the cpu', () => {
    checkLoadOptions({ ...LOAD_OPTIONS, placement: [{ deviceId: 'cpu', layers: 'all' }] });
  });
});
