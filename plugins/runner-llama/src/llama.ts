import type { Family } from '@predict-otron/llama-cpp';

/** Sampling that Meta advises for its instruct models. Source: `generation_config.json` of Llama 3. */
const DEFAULTS = {
  temperature: 0.6,
  topP: 0.9,
  topK: 0,
  minP: 0,
  presencePenalty: 0,
  frequencyPenalty: 0,
  repeatPenalty: 1,
};

/** Architectures of Meta's own models. */
const OWN = new Set(['llama', 'llama4']);

/** The llama family: its rules also suit most other decoders, whose own template and end tokens do the rest. */
export const llama: Family = {
  id: 'llama',
  match: ({ architecture }) =>
    OWN.has(architecture)
      ? { score: 90, reason: 'made for the llama family' }
      : { score: 40, reason: `llama.cpp runs ${architecture}; its own template and end tokens are used` },
  defaults: () => DEFAULTS,
  endOfTurn: ['<|eot_id|>', '<|eom_id|>', '<|end_of_text|>'],
};
