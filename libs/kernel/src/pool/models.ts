import { Injectable } from '@nestjs/common';
import { lastValueFrom } from 'rxjs';
import { reasonOf } from '../lifecycle/plugin-failure.js';
import type { ModelEntry } from './model-entry.js';
import type { ModelKind } from './model-kind.js';
import { ModelPool } from './model-pool.js';
import type { PooledModel } from './pooled-model.js';

/** Which models there are. */
@Injectable()
export class Models {
  constructor(private readonly pool: ModelPool) {}

  /** All models, broken ones too, sorted by id. */
  list(): ModelEntry[] {
    return this.pool.all().map((model) => this.entry(model));
  }

  /** By id, alias or `default`. Throws `MODEL_NOT_FOUND`, with details `param` and `known`. */
  find(id: string, kind?: ModelKind): ModelEntry {
    return this.entry(this.pool.find(id, kind));
  }

  /** Loads a model unless it is in memory; rejects with why it cannot. */
  async load(id: string): Promise<void> {
    await lastValueFrom(this.pool.find(id).acquire());
  }

  /** True when every default model that exists is in memory. */
  ready(): boolean {
    return this.pool.defaults().every(({ state }) => state === 'loaded');
  }

  private entry(model: PooledModel): ModelEntry {
    const { kind, file, modifiedAt, aliases, backend, plugin, info } = model.described;
    const { loaded, failure, state, options } = model;
    const actual = loaded && 'parallel' in loaded ? loaded : options;
    return {
      id: file.id,
      kind,
      aliases: this.pool.names.aliasesOf({ id: file.id, aliases }),
      file,
      backend: backend.id,
      plugin,
      info,
      contextTokens: actual.contextTokens,
      parallel: actual.parallel,
      state,
      ...(failure && { reason: reasonOf(failure) }),
      modifiedAt,
      isDefault: this.pool.names.defaultOf(kind)?.id === file.id,
    };
  }
}
