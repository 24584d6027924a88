import { Injectable } from '@nestjs/common';
import { Observable, Subject } from 'rxjs';
import type { ModelKind } from '../pool/model-kind.js';
import type { GenerationOutcome } from './generation-record.js';

/** Facts of one request for vectors or scores; never content. */
export interface VectorRecord {
  model: string;
  kind: Exclude<ModelKind, 'language'>;
  texts: number;
  /** Known at its end. */
  promptTokens: number;
  /** Milliseconds from its start to its end. */
  ms?: number;
  outcome?: GenerationOutcome;
}

/** What happened to such a request, after its record was changed. */
export type VectorChange = { record: VectorRecord } & (
  | { type: 'started' /** The request itself, as those know it who listen. */; origin: object }
  | { type: 'ended' }
);

/** Every embedding and every ranking from its start to its end. */
@Injectable()
export class VectorLedger {
  private readonly subject = new Subject<VectorChange>();
  private open = 0;
  /** Hot; what listens must not throw. */
  readonly changes = this.subject.asObservable();

  /** Requests that run or wait. */
  get running(): number {
    return this.open;
  }

  /** Cold: follows one request from its subscription on. */
  follow<T extends { promptTokens: number }>(
    { origin, ...of }: Pick<VectorRecord, 'model' | 'kind' | 'texts'> & { origin: object },
    work: Observable<T>,
  ): Observable<T> {
    return new Observable((subscriber) => {
      const record: VectorRecord = { ...of, promptTokens: 0 };
      const startedAt = performance.now();
      const end = (outcome: GenerationOutcome) => {
        if (record.outcome) return;
        this.open -= 1;
        record.outcome = outcome;
        record.ms = performance.now() - startedAt;
        this.subject.next({ type: 'ended', record });
      };
      this.open += 1;
      this.subject.next({ type: 'started', record, origin });
      subscriber.add(() => end('cancelled'));
      subscriber.add(
        work.subscribe({
          next: (value) => {
            record.promptTokens += value.promptTokens;
            subscriber.next(value);
          },
          error: (error: unknown) => {
            end('failed');
            subscriber.error(error);
          },
          complete: () => {
            end('finished');
            subscriber.complete();
          },
        }),
      );
    });
  }
}
