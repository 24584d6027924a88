import { reasonOf } from '../lifecycle/plugin-failure.js';
import type { ModelEntry } from './model-entry.js';
import type { ModelNames } from './model-names.js';
import type { PooledModel } from './pooled-model.js';

/** What is known of a model now. */
export function modelEntry(model: PooledModel, names: ModelNames): ModelEntry {
  const { kind, file, modifiedAt, sizeBytes, aliases, backend, plugin, info } = model.described;
  const { loaded, failure, state, options, users, memory } = model;
  const actual = loaded && 'parallel' in loaded ? loaded : options;
  return {
    id: file.id,
    kind,
    aliases: names.aliasesOf({ id: file.id, aliases }),
    file,
    backend: backend.id,
    plugin,
    info,
    contextTokens: actual.contextTokens,
    parallel: actual.parallel,
    state,
    ...(failure && { reason: reasonOf(failure) }),
    modifiedAt,
    sizeBytes,
    users: users.count,
    ...(users.lastUsedAt !== undefined && { lastUsedAt: users.lastUsedAt }),
    ...(memory && { memory }),
    isDefault: names.defaultOf(kind)?.id === file.id,
  };
}
