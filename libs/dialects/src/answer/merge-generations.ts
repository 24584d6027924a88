import type { GenerationEvent } from '@predict-otron/plugin-sdk';
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

function shifted(event: GenerationEvent, by: number): GenerationEvent {
  return by > 0 && (event.type === 'delta' || event.type === 'end') ? { ...event, index: event.index + by } : event;
}
