import { samplerSettings } from './sampler-settings.js';

const defaults = {
  temperature: 0.6,
  topP: 0.9,
  topK: 0,
  minP: 0,
  presencePenalty: 0,
  frequencyPenalty: 0,
  repeatPenalty: 1,
};

describe('samplerSettings', () => {
  it('completes what was asked for by the defaults of the model', () => {
    expect(samplerSettings({ topK: 7, seed: 5 }, defaults, 0, 100)).toEqual({
      temperature: 0.6,
      topP: 0.9,
      topK: 7,
      minP: 0,
      seed: 5,
    });
  });

  it('gives each answer a seed of its own, and none that llama.cpp takes for random', () => {
    const seeds = [0, 1, 2].map((index) => samplerSettings({ seed: 0xfffffffe }, defaults, index, 100).seed);
    expect(seeds).toEqual([0xfffffffe, 0, 1]);
    expect(samplerSettings({ seed: 0xffffffff }, defaults, 0, 100).seed).toBe(0);
  });

  it('draws another seed each time where none is given', () => {
    expect(samplerSettings({}, defaults, 0, 100).seed).not.toBe(samplerSettings({}, defaults, 0, 100).seed);
  });

  it.each([
    [{ repeatPenalty: 1.1 }, { lastTokens: 64, repeat: 1.1, presence: 0, frequency: 0 }],
    [{ presencePenalty: 0.5 }, { lastTokens: 100, repeat: 1, presence: 0.5, frequency: 0 }],
  ])('%j', (asked, penalties) => expect(samplerSettings(asked, defaults, 0, 100)).toMatchObject({ penalties }));

  it('forbids a token at -100', () => {
    const { bias } = samplerSettings(
      {
        logitBias: [
          [3, -100],
          [4, 2],
        ],
      },
      defaults,
      0,
      100,
    );
    expect([...(bias?.tokens ?? [])]).toEqual([3, 4]);
    expect([...(bias?.values ?? [])]).toEqual([Number.NEGATIVE_INFINITY, 2]);
  });
});
