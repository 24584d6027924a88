import assert from 'node:assert/strict';
import type { GenerationRequest, LoadedModel, Sampling } from '@predict-otron/plugin-sdk';
import type { LanguageSubject } from '../subject/subject.js';
import { generate } from './generation-run.js';

/** Tokens that a long answer has at least: more than an event window of any transport. */
export const LONG_ANSWER = 64;

/** A small model ends early: of the embedded one, three answers of a hundred are long enough. */
const SEEDS = 256;

/** Chance alone, without a family's own filters: what makes small models talk longest. */
const UNFILTERED: Sampling = {
  temperature: 1,
  topP: 1,
  topK: 0,
  minP: 0,
  presencePenalty: 0,
  frequencyPenalty: 0,
  repeatPenalty: 1,
};
const longRequests = new WeakMap<LoadedModel, Promise<GenerationRequest>>();

/** A request for a short text. */
export function textRequest({ options }: LanguageSubject, given: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    prompt: { text: options.prompt ?? 'Once upon a time' },
    sampling: { ...UNFILTERED, seed: 7 },
    stop: [],
    maxTokens: 16,
    n: 1,
    contextOverflow: 'refuse',
    ...given,
  };
}

/** A deterministic request that the shared model answers with {@link LONG_ANSWER} tokens: it tries some seeds. */
export async function longRequest(subject: LanguageSubject): Promise<GenerationRequest> {
  const model = await subject.model();
  const known = longRequests.get(model) ?? findLongRequest(subject, model);
  longRequests.set(model, known);
  return known;
}

async function findLongRequest(subject: LanguageSubject, model: LoadedModel): Promise<GenerationRequest> {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const sampling = { ...UNFILTERED, temperature: 2, seed };
    const request = textRequest(subject, { sampling, maxTokens: LONG_ANSWER, deterministic: true });
    const { answers } = await generate(model, request);
    if ((answers[0]?.tokens ?? 0) >= LONG_ANSWER) return request;
  }
  return assert.fail(
    `No seed of ${SEEDS} gives an answer of ${LONG_ANSWER} tokens: give language.prompt a better start.`,
  );
}

/** Runs as many requests at once as the model takes, each to its end. */
export async function fillSlots(model: LoadedModel, request: GenerationRequest): Promise<void> {
  await Promise.all(Array.from({ length: model.parallel }, () => generate(model, request)));
}
