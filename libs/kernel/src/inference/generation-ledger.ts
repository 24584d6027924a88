import { Injectable } from '@nestjs/common';
import { type GenerationEvent, PluginError } from '@predict-otron/plugin-sdk';
import { Observable, Subject } from 'rxjs';
import type { GeneratedTokens, GenerationChange, GenerationRecord } from './generation-record.js';
import { RunningGeneration } from './running-generation.js';

/** Every generation from its start to its end: the one place that metrics, status and the list of requests read. */
@Injectable()
export class GenerationLedger {
  private readonly running = new Set<{ record: GenerationRecord; cancel(): void }>();
  /** Hot; what listens must not throw. */
  readonly changes = new Subject<GenerationChange>();
  /** Hot, as above. By itself, since it tells of every token: few should listen. */
  readonly tokens = new Subject<GeneratedTokens>();

  /** Those that run or wait, the oldest first. */
  list(): GenerationRecord[] {
    return [...this.running].map(({ record }) => record);
  }

  /** Ends all generations of a request with `CANCELLED`; returns how many there were. */
  cancel(requestId: string): number {
    const asked = [...this.running].filter(({ record }) => record.requestId === requestId);
    for (const { cancel } of asked) cancel();
    return asked.length;
  }

  /** Cold: follows one generation from its subscription on. `start` makes its events, and is told where to report its slot. */
  follow(
    { origin, ...of }: { requestId: string; model: string; origin: object },
    start: (generation: RunningGeneration) => Observable<GenerationEvent>,
  ): Observable<GenerationEvent> {
    return new Observable((subscriber) => {
      const generation = new RunningGeneration(
        of,
        (change) => this.changes.next(change),
        (generated) => this.tokens.next(generated),
      );
      const entry = {
        record: generation.record,
        cancel: () => {
          const error = new PluginError('CANCELLED', 'The request was cancelled by the one who runs the server.');
          generation.end('cancelled', error);
          subscriber.error(error);
        },
      };
      this.running.add(entry);
      subscriber.add(() => {
        this.running.delete(entry);
        generation.end('cancelled');
      });
      generation.begin(origin);
      const events = start(generation).subscribe({
        next: (event) => {
          generation.hear(event);
          subscriber.next(event);
        },
        error: (error: unknown) => {
          generation.end('failed', error);
          subscriber.error(error);
        },
        complete: () => {
          generation.end('finished');
          subscriber.complete();
        },
      });
      subscriber.add(events);
    });
  }
}
