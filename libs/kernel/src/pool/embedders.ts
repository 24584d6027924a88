import { Injectable } from '@nestjs/common';
import type { LoadedEmbedder } from '@predict-otron/plugin-sdk';
import { ModelPool } from './model-pool.js';

/** Embedding models in memory. */
@Injectable()
export class Embedders {
  constructor(private readonly pool: ModelPool) {}

  /** By id, alias or `default`; loaded if need be, in one load however many wait. The pool disposes it, not the caller. */
  async acquire(model: string): Promise<LoadedEmbedder> {
    return this.pool.find(model, 'embedding').acquireLoaded();
  }
}
