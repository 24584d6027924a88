import type { MemoryLine } from '../budget/memory-line.js';
import { neverFits } from '../budget/memory-refusals.js';
import type { ModelFit } from './model-fit.js';
import type { PooledModel } from './pooled-model.js';

/** Looks whether a model would fit. Rejects with why a broken model cannot be loaded at all. */
export async function modelFit(model: PooledModel, room: MemoryLine): Promise<ModelFit> {
  const { backend, file, failure } = model.described;
  if (failure) throw failure;
  const { placement } = (await backend.planned?.(file, model.options)) ?? model.options;
  const { needed, held, limits, victims, tooBigFor } = await room.fit(model);
  const leaving = model.inMemory || tooBigFor ? [] : victims;
  return {
    id: model.id,
    fits: model.inMemory || !tooBigFor,
    loaded: model.inMemory,
    devices: [...needed].map(([deviceId, neededBytes]) => ({
      deviceId,
      neededBytes,
      heldBytes: held.get(deviceId) ?? 0,
      ...(Number.isFinite(limits.get(deviceId)) && { limitBytes: limits.get(deviceId) }),
    })),
    placement,
    evicts: leaving.map(({ id }) => id),
    waitsFor: leaving.filter(({ userCount }) => userCount > 0).map(({ id }) => id),
    ...(tooBigFor && { reason: neverFits(model.id, tooBigFor).message }),
  };
}
