import { Injectable } from '@nestjs/common';
import type { LoadedReranker } from '@predict-otron/plugin-sdk';
import { ModelPool } from './model-pool.js';

/** Reranking models in memory. */
@Injectable()
export class Rerankers {
  constructor(private readonly pool: ModelPool) {}

  /** By id, alias or `default`; loaded if need be, in one load however many wait. The pool disposes it, not the caller. */
  async acquire(model: string): Promise<LoadedReranker> {
    return this.pool.find(model, 'rerank').acquireLoaded();
  }
}
