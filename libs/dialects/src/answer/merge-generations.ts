import type { GenerationEvent, PromptEvent } from '@predict-otron/plugin-sdk';
import { from, map, mergeMap, type Observable } from 'rxjs';

/**
 * The events of several prompts as those of one request: answer `j` of prompt `i` has the index `i * n + j`. At most
 * `concurrency` prompts run at the same time; one that fails ends them all. Events pass without a queue in between, so a
 * reader's back-pressure reaches each generation.
 */
export function mergeGenerations(
  generations: Observable<GenerationEvent>[],
  n: number,
  concurrency: number,
): Observable<GenerationEvent> {
  return from(generations).pipe(
    mergeMap((generation, prompt) => generation.pipe(map((event) => shifted(event, prompt * n))), concurrency),
  );
}

/** A prompt that was read, among several of one request. */
interface PlacedPrompt extends PromptEvent {
  /** Index of the first answer to it. */
  firstAnswer: number;
}

/** Index of the first answer to a prompt that was read. */
export function firstAnswerOf(event: PromptEvent | PlacedPrompt): number {
  return 'firstAnswer' in event ? event.firstAnswer : 0;
}

function shifted(event: GenerationEvent, by: number): GenerationEvent {
  if (by === 0) return event;
  if (event.type === 'prompt') return { ...event, firstAnswer: by } as PlacedPrompt;
  return event.type === 'delta' || event.type === 'end' ? { ...event, index: event.index + by } : event;
}
