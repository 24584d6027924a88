import type { Sampling } from '@predict-otron/plugin-sdk';
import { logitBiasPairs } from './logit-bias.js';
import type { SamplingFields } from './sampling-fields.js';
import { seed32 } from './seed.js';

/** How the next token is chosen, as far as the request says so. */
export function toSampling(fields: SamplingFields): Partial<Sampling> {
  const sampling: Partial<Sampling> = {
    temperature: fields.temperature,
    topP: fields.top_p,
    topK: fields.top_k,
    minP: fields.min_p,
    seed: fields.seed === undefined ? undefined : seed32(fields.seed),
    presencePenalty: fields.presence_penalty,
    frequencyPenalty: fields.frequency_penalty,
    repeatPenalty: fields.repeat_penalty,
    logitBias: fields.logit_bias && logitBiasPairs(fields.logit_bias),
  };
  // absent means the model's default, and a key with `undefined` would hide it where the two are merged
  return Object.fromEntries(Object.entries(sampling).filter(([, value]) => value !== undefined));
}
