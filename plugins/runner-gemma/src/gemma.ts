import type { Family } from '@predict-otron/llama-cpp';

/** Sampling that Google advises. Source: the model cards of Gemma 3. */
const DEFAULTS = {
  temperature: 1,
  topP: 0.95,
  topK: 64,
  minP: 0,
  presencePenalty: 0,
  frequencyPenalty: 0,
  repeatPenalty: 1,
};

/** gemma, gemma2, gemma3, gemma3n, gemma4, …, but not the embedding models of that name. */
const ARCHITECTURE = /^gemma(\d+n?)?$/;

/** The gemma family: no system turn of its own, sliding windows, turns that end with a token of its own. */
export const gemma: Family = {
  id: 'gemma',
  match: ({ architecture }) =>
    ARCHITECTURE.test(architecture) ? { score: 95, reason: 'made for the gemma family' } : undefined,
  defaults: () => DEFAULTS,
  endOfTurn: ['<end_of_turn>', '<turn|>', '<eos>'],
};
