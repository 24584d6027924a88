import type { GenerationEvent, StageRequest, StreamStage } from '@predict-otron/plugin-sdk';
import { from, Observable } from 'rxjs';
import { withoutPromptLogprobs } from './hidden-prompt.js';
import type { OnBlock, StageAccount, StageClock } from './stage-clock.js';
import { stageFailure, stageFault } from './stage-failure.js';
import { StallTimer } from './stall-timer.js';

/** What a stage is watched with. */
export interface StageWatch {
  clock: StageClock;
  onBlock: OnBlock;
  account: StageAccount;
  /** Milliseconds in which it has to give an event for what it took. */
  limitMs: number;
  /** True while the model waits for the reader, so that nothing can come. */
  isModelWaiting(): boolean;
}

/**
 * The events as a stage gives them, under the rules of the contract: without the permission `readPrompts` it sees nothing
 * of the prompt; without `buffers` an event may leave only while one comes in; what it takes it has to answer in time.
 * Whatever it does against them ends this one stream, with `STAGE_FAILED`.
 */
export function throughStage(
  stage: StreamStage,
  asked: StageRequest,
  source: Observable<GenerationEvent>,
  { clock, onBlock, account, limitMs, isModelWaiting }: StageWatch,
): Observable<GenerationEvent> {
  const { requestId } = asked;
  return new Observable((subscriber) => {
    /** How often the stage is entered at the moment; 0: it runs by itself. */
    let depth = 0;
    const inside = <T>(code: () => T): T => {
      depth += 1;
      try {
        return clock.run(account, code, onBlock);
      } finally {
        depth -= 1;
        if (!subscriber.closed) stall.settle();
      }
    };
    const outside = <T>(code: () => T): T => clock.run(undefined, code, onBlock);
    const fail = (error: unknown) => outside(() => subscriber.error(stageFailure(stage.name, requestId, error)));
    const stall = new StallTimer(limitMs, isModelWaiting, () =>
      fail(stageFault(stage.name, requestId, `gave no event for ${limitMs} ms.`)),
    );
    subscriber.add(() => stall.stop());
    const shown = new Observable<GenerationEvent>((taker) => {
      stall.begin();
      return outside(() =>
        source.subscribe({
          next: (event) => {
            stall.took();
            inside(() => taker.next(event));
          },
          error: (error: unknown) => inside(() => taker.error(error)),
          complete: () => {
            stall.ended();
            inside(() => taker.complete());
          },
        }),
      );
    });
    const taken = {
      next: (event: GenerationEvent) => {
        stall.gave();
        if (depth === 0 && !stage.permissions.buffers)
          fail(stageFault(stage.name, requestId, 'held an event back, for which it needs the permission "buffers".'));
        else outside(() => subscriber.next(event));
      },
      error: fail,
      complete: () => outside(() => subscriber.complete()),
    };
    try {
      inside(() => {
        const operator = stage.events?.(asked);
        if (typeof operator !== 'function') throw new Error('its events returned no operator');
        const guarded = stage.permissions.readPrompts ? operator : withoutPromptLogprobs(operator);
        subscriber.add(from(guarded(shown)).subscribe(taken));
      });
    } catch (error) {
      fail(error);
    }
  });
}
