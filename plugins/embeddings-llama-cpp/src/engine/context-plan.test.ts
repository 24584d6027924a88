import { LOAD_OPTIONS } from '../testing/model-folder.js';
import { planContexts } from './context-plan.js';

const encoder = { causal: false, pooling: 'mean' as const };

describe('planContexts', () => {
  it.each([
    [16, 8, { contexts: 8, threads: 1 }],
    [2, 8, { contexts: 2, threads: 4 }],
    [3, 8, { contexts: 3, threads: 2 }],
    [1, 1, { contexts: 1, threads: 1 }],
  ])('for %i requests on %i threads, never takes more threads than there are', (parallel, threads, expected) => {
    expect(planContexts({ ...LOAD_OPTIONS, parallel, threads }, 100, encoder)).toMatchObject(expected);
  });

  it.each([
    ['an encoder', encoder, 1001],
    ['a decoder that needs its last token alone', { causal: true, pooling: 'last' as const }, 512],
    ['a decoder that needs all tokens', { causal: true, pooling: 'mean' as const }, 1001],
  ])('lets %s see as much at once as it must', (_, facts, batchSize) => {
    expect(planContexts(LOAD_OPTIONS, 1000, facts)).toMatchObject({ contextSize: 1001, batchSize });
  });
});
