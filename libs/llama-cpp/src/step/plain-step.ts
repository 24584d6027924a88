import type { AddonContext, AddonSampler } from './addon.js';
import type { NativeSampler } from './native-sampler.js';
import { type Row, type RowResult, tokensOf } from './step-context.js';

const FAILED = -2;

/** True for a row of which at most one token is wanted, and nothing of its probability. */
export function isPlain({ sample, score, draft }: Row): boolean {
  return !score && !draft && !sample?.probabilities;
}

/** One step of plain rows as one job of the engine, with no way through JavaScript between computing and sampling. */
export async function stepAtOnce(
  addon: Pick<AddonContext, 'decodeAndSample'>,
  rows: readonly Row[],
): Promise<RowResult[]> {
  const batch = new Int32Array(3 * tokensOf(rows));
  const places: number[] = [];
  const samplers: AddonSampler[] = [];
  let place = 0;
  for (const { sequence, position, tokens, sample } of rows) {
    // written out, since this is done for every token
    for (let i = 0; i < tokens.length; i++, place++) {
      batch[3 * place] = tokens[i] as number;
      batch[3 * place + 1] = position + i;
      batch[3 * place + 2] = sequence;
    }
    if (!sample) continue;
    places.push(place - 1);
    samplers.push((sample.sampler as NativeSampler).addon);
  }
  const sampled = (await addon.decodeAndSample?.(batch, Int32Array.from(places), samplers)) as Int32Array;
  let next = 0;
  return rows.map(({ sample }) => {
    if (!sample) return {};
    const token = sampled[next++] as number;
    if (token === FAILED) return { error: new Error('no token could be sampled') };
    return sampledAs(sample.sampler as NativeSampler, token);
  });
}

/** What follows a plain row whose batch was computed. Never rejects. */
export function samplePlain(
  addon: Pick<AddonContext, 'sampleToken'>,
  { sample }: Row,
  indexes: Uint32Array,
): RowResult | Promise<RowResult> {
  if (!sample) return {};
  const sampler = sample.sampler as NativeSampler;
  // two functions and no more: promises are a good part of what a token costs
  return addon.sampleToken(indexes.at(-1) as number, sampler.addon).then(
    (token) => sampledAs(sampler, token),
    (error) => (isNoneLeft(error) ? sampledAs(sampler, -1) : { error }),
  );
}

function sampledAs(sampler: NativeSampler, token: number): RowResult {
  sampler.took(token);
  return { sampled: [{ token }] };
}

/** Where all tokens are excluded, llama.cpp chooses any one, which its grammar then cannot take. */
export function isNoneLeft(error: unknown): boolean {
  return String((error as Partial<Error> | null)?.message).includes('Failed to accept token');
}
