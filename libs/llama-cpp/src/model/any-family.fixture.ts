import type { Family } from './family.js';

/** A family that every model is of. */
export const anyFamily = (temperature = 0): Family => ({
  id: 'any',
  match: () => ({ score: 50, reason: 'a test' }),
  defaults: () => ({
    temperature,
    topP: 1,
    topK: 0,
    minP: 0,
    presencePenalty: 0,
    frequencyPenalty: 0,
    repeatPenalty: 1,
  }),
  endOfTurn: [],
});
