import type { EndEvent, GenerationEvent, TextDelta, ToolCallDelta } from '@predict-otron/plugin-sdk';
import { concatMap, from, type MonoTypeOperatorFunction, toArray } from 'rxjs';

type Delta = TextDelta | ToolCallDelta;

/** One of the answers to choose from. */
interface Candidate {
  deltas: Delta[];
  end?: EndEvent;
}

/**
 * Keeps the `n` answers with the highest mean log probability of their tokens, as OpenAI says of `best_of`, and gives
 * them out when all have ended. The answers must carry log probabilities; they are taken off unless `keepLogprobs`.
 */
export function bestOf(n: number, keepLogprobs: boolean): MonoTypeOperatorFunction<GenerationEvent> {
  return (events) =>
    events.pipe(
      toArray(),
      concatMap((all) => from(choose(all, n, keepLogprobs))),
    );
}

function choose(all: GenerationEvent[], n: number, keepLogprobs: boolean): GenerationEvent[] {
  const candidates = new Map<number, Candidate>();
  const others: GenerationEvent[] = [];
  for (const event of all) {
    if (event.type !== 'delta' && event.type !== 'end') {
      others.push(event);
      continue;
    }
    const candidate = candidates.get(event.index) ?? { deltas: [] };
    candidates.set(event.index, candidate);
    if (event.type === 'end') candidate.end = event;
    else candidate.deltas.push(event);
  }
  const ranked = [...candidates.values()].sort((a, b) => meanLogprob(b) - meanLogprob(a));
  const wasted = ranked.slice(n).reduce((sum, { end }) => sum + (end?.usage.completionTokens ?? 0), 0);
  const chosen = ranked
    .slice(0, n)
    .flatMap(({ deltas, end }, index) => [
      ...deltas.map((delta) => withIndex(delta, index, keepLogprobs)),
      ...(end ? [charged(endWithIndex(end, index, keepLogprobs), index === 0 ? wasted : 0)] : []),
    ]);
  return [...others, ...chosen];
}

function meanLogprob({ deltas }: Candidate): number {
  const logprobs = deltas.flatMap((delta) => delta.logprobs ?? []);
  if (logprobs.length === 0) return Number.NEGATIVE_INFINITY;
  return logprobs.reduce((sum, { logprob }) => sum + logprob, 0) / logprobs.length;
}

function withIndex(delta: Delta, index: number, keepLogprobs: boolean): Delta {
  const { logprobs, ...rest } = delta;
  return { ...rest, index, ...(keepLogprobs && logprobs && { logprobs }) } as Delta;
}

function endWithIndex({ logprob, ...rest }: EndEvent, index: number, keepLogprobs: boolean): EndEvent {
  return { ...rest, index, ...(keepLogprobs && logprob && { logprob }) };
}

/** The tokens of the answers that were not chosen were generated all the same. */
function charged(end: EndEvent, tokens: number): EndEvent {
  return { ...end, usage: { ...end.usage, completionTokens: end.usage.completionTokens + tokens } };
}
