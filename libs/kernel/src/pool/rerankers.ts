import { Injectable } from '@nestjs/common';
import type { LoadedReranker } from '@predict-otron/plugin-sdk';
import { defer, type Observable } from 'rxjs';
import { ModelPool } from './model-pool.js';

/** Reranking models at work. */
@Injectable()
export class Rerankers {
  constructor(private readonly pool: ModelPool) {}

  /**
   * Cold: what `work` makes of a model, by id, alias or `default`. It is loaded if need be, in one load however many wait,
   * and stays in memory until the work ends or is unsubscribed.
   */
  use<T>(model: string, work: (reranker: LoadedReranker) => Observable<T>): Observable<T> {
    return defer(() => this.pool.find(model, 'rerank').useSilently(work));
  }
}
