import { randomInt } from 'node:crypto';
import type { Sampling } from '@predict-otron/plugin-sdk';
import type { SamplerSettings } from '../step/sampler.js';

/** How many of the last tokens a repeat penalty looks back, as in llama.cpp. */
const REPEAT_WINDOW = 64;
/** llama.cpp takes this seed for "a random one", so it is never handed on. */
const RANDOM = 0xffffffff;

/** The request's sampling, completed by the model's own, for the answer number `index`. */
export function samplerSettings(
  asked: Partial<Sampling>,
  defaults: Sampling,
  index: number,
  contextTokens: number,
): SamplerSettings {
  const sampling = { ...defaults, ...asked };
  const { temperature, topP, topK, minP, presencePenalty, frequencyPenalty, repeatPenalty, logitBias } = sampling;
  const counts = presencePenalty !== 0 || frequencyPenalty !== 0;
  const penalized = counts || repeatPenalty !== 1;
  return {
    temperature,
    topP,
    topK,
    minP,
    seed: ((sampling.seed ?? randomInt(0, RANDOM)) + index) % RANDOM,
    ...(penalized && {
      penalties: {
        // presence and frequency count the whole answer; llama.cpp keeps one window for all three
        lastTokens: counts ? contextTokens : REPEAT_WINDOW,
        repeat: repeatPenalty,
        presence: presencePenalty,
        frequency: frequencyPenalty,
      },
    }),
    ...(logitBias && logitBias.length > 0 && { bias: biases(logitBias) }),
  };
}

/** -100 forbids a token and 100 forces it, as OpenAI says; what lies between is added to the logit. */
function biases(pairs: [token: number, bias: number][]) {
  const value = (bias: number) => (bias <= -100 ? Number.NEGATIVE_INFINITY : bias);
  return {
    tokens: Uint32Array.from(pairs, ([token]) => token),
    values: Float32Array.from(pairs, ([, bias]) => value(bias)),
  };
}
