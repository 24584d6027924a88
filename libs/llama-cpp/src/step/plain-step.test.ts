import { jest } from '@jest/globals';
import type { AddonSampler } from './addon.js';
import type { NativeSampler } from './native-sampler.js';
import { isPlain, samplePlain, stepAtOnce } from './plain-step.js';
import type { Row } from './step-context.js';

/** A sampler whose inner one is known by its name. */
const sampler = (name: string) => ({ addon: name as unknown as AddonSampler, took() {} }) as unknown as NativeSampler;
const row = (sequence: number, tokens: number[], sampled?: string): Row => ({
  ...{ sequence, position: 10 * sequence, tokens },
  ...(sampled && { sample: { sampler: sampler(sampled) } }),
});

describe('a step in one job', () => {
  it('hands over each token with its place and sequence, and samples where it was asked to', async () => {
    const decodeAndSample = jest.fn(async () => Int32Array.of(70, 71));
    const results = await stepAtOnce({ decodeAndSample }, [row(1, [5], 'a'), row(2, [6, 7]), row(3, [8, 9], 'c')]);
    expect(decodeAndSample).toHaveBeenCalledWith(
      Int32Array.from([5, 10, 1, 6, 20, 2, 7, 21, 2, 8, 30, 3, 9, 31, 3]),
      Int32Array.of(0, 4),
      ['a', 'c'],
    );
    expect(results).toEqual([{ sampled: [{ token: 70 }] }, {}, { sampled: [{ token: 71 }] }]);
  });

  it('tells which row failed, and which had no token left', async () => {
    const decodeAndSample = async () => Int32Array.of(-2, -1);
    const [failed, none] = await stepAtOnce({ decodeAndSample }, [row(1, [5], 'a'), row(2, [6], 'b')]);
    expect(failed?.error).toBeInstanceOf(Error);
    expect(none).toEqual({ sampled: [{ token: -1 }] });
  });

  it('is no way for what needs probabilities or has a draft', () => {
    const plain = row(1, [5], 'a');
    expect(isPlain(plain)).toBe(true);
    expect(isPlain({ ...plain, draft: 1 })).toBe(false);
    expect(isPlain({ ...plain, score: { targets: [1], top: 0 } })).toBe(false);
    expect(isPlain({ ...plain, sample: { sampler: sampler('a'), probabilities: { top: 0 } } })).toBe(false);
  });
});

describe('samplePlain', () => {
  const sampleToken = (answer: Promise<number>) => ({ sampleToken: (() => answer) as never });

  it('takes no token left for an answer and other errors for its row', async () => {
    const plain = row(1, [5], 'a');
    const at = Uint32Array.of(3);
    expect(await samplePlain(sampleToken(Promise.resolve(9)), plain, at)).toEqual({ sampled: [{ token: 9 }] });
    const none = Promise.reject(new Error('Failed to accept token in sampler: x'));
    expect(await samplePlain(sampleToken(none), plain, at)).toEqual({ sampled: [{ token: -1 }] });
    const error = new Error('Sampler is disposed');
    expect(await samplePlain(sampleToken(Promise.reject(error)), plain, at)).toEqual({ error });
  });
});
