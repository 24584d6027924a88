import { reasonOf } from '../lifecycle/plugin-failure.js';
import type { ModelEntry } from './model-entry.js';
import type { ModelNames } from './model-names.js';
import type { PooledModel } from './pooled-model.js';

/** What is known of a model now. */
export function modelEntry(model: PooledModel, names: ModelNames): ModelEntry {
  const { kind, file, modifiedAt, sizeBytes, aliases, backend, plugin, info } = model.described;
  const { loaded, failure, state, options, userCount, lastUsedAt, expiresAt, pinned, memory } = model;
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
    users: userCount,
    pinned,
    ...(lastUsedAt > 0 && { lastUsedAt }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(memory && { memory }),
    isDefault: names.defaultOf(kind)?.id === file.id,
  };
}
