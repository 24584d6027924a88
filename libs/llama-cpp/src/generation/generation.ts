import type { GenerationEvent, GenerationReader } from '@predict-otron/plugin-sdk';
import { PluginError } from '@predict-otron/plugin-sdk';
import { defer, Observable, switchMap } from 'rxjs';
import type { Scheduler } from '../scheduler/scheduler.js';
import type { Probability } from '../step/step-context.js';
import type { Vocabulary } from '../text/vocabulary.js';
import { Answer, type AnswerOptions, type AnswerReader } from './answer.js';
import { bestOf } from './best-of.js';
import { logProbability } from './log-probabilities.js';

/** A request that was checked: its prompt in tokens, and what its answers need. */
export interface PreparedGeneration {
  prompt: number[];
  answers: AnswerOptions[];
  vocabulary: Vocabulary;
  /** Tokens left out of the prompt so that it fits. */
  dropped: number;
  /** What the reader should know before the answers begin. */
  warnings: { code: string; message: string }[];
  /** Generate all, give out the `n` likeliest. */
  choice?: { n: number; keepLogprobs: boolean };
}

/** The request's events: cold; its answers enter the scheduler when it is subscribed to and leave it with the subscription. */
export function generation(
  scheduler: Scheduler,
  prepare: () => Observable<PreparedGeneration>,
  reader: GenerationReader = {},
): Observable<GenerationEvent> {
  return defer(prepare).pipe(
    switchMap((prepared) => {
      const { choice } = prepared;
      if (!choice) return run(scheduler, prepared, reader);
      // nothing is given out before all have ended, so there is no reader to wait for
      return run(scheduler, prepared, {}).pipe(bestOf(choice.n, choice.keepLogprobs));
    }),
  );
}

function run(
  scheduler: Scheduler,
  prepared: PreparedGeneration,
  reader: GenerationReader,
): Observable<GenerationEvent> {
  return new Observable<GenerationEvent>((subscriber) => {
    const { prompt, vocabulary } = prepared;
    let left = prepared.answers.length;
    let promptTold = false;
    let ready = true;

    const next = (event: GenerationEvent) => {
      subscriber.next(event);
      if (!reader.ready || subscriber.closed) return;
      ready = false;
      const goOn = () => {
        ready = true;
        scheduler.wake();
      };
      // a reader that fails is gone; its unsubscription follows
      reader.ready().then(goOn, goOn);
    };
    const told: AnswerReader = {
      next,
      ready: () => ready,
      promptRead(kept: number, scores: Probability[]) {
        if (promptTold) return;
        promptTold = true;
        const logprobs = scores.map((score) => logProbability(score, vocabulary));
        const tokens = prompt.length;
        const event = { type: 'prompt' as const, tokens, cachedTokens: kept, droppedTokens: prepared.dropped };
        next(logprobs.length > 0 ? { ...event, logprobs } : event);
        for (const warning of prepared.warnings) next({ type: 'warning', ...warning });
      },
      ended() {
        left--;
        if (left === 0) subscriber.complete();
      },
      failed: (error) => subscriber.error(error),
    };
    const answers = prepared.answers.map((options) => new Answer(options, told));
    subscriber.add(() => {
      for (const answer of answers) scheduler.remove(answer);
    });
    try {
      for (const answer of answers) scheduler.add(answer);
    } catch (error) {
      for (const answer of answers) answer.sampler.dispose();
      subscriber.error(PluginError.from(error));
    }
  });
}
