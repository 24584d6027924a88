import type { DeviceBytes } from './device-bytes.js';

/** A model in memory that may make room for another. */
export interface Candidate {
  bytes: DeviceBytes;
  /** It is answering. */
  busy: boolean;
  /** Milliseconds since the epoch. */
  lastUsedAt: number;
}

/**
 * The models that have to go so that so many bytes more are free: idle ones before those that are answering, the least
 * recently used first, and none that would go for nothing. `undefined` where all of them together are too small. Pure.
 */
export function chooseVictims<C extends Candidate>(shortage: DeviceBytes, candidates: readonly C[]): C[] | undefined {
  const inOrder = [...candidates].sort((a, b) => Number(a.busy) - Number(b.busy) || a.lastUsedAt - b.lastUsedAt);
  const chosen: C[] = [];
  for (const candidate of inOrder) {
    if (covers(chosen, shortage)) break;
    chosen.push(candidate);
  }
  if (!covers(chosen, shortage)) return undefined;
  return chosen.reduce<C[]>((needed, candidate) => {
    const without = needed.filter((other) => other !== candidate);
    return covers(without, shortage) ? without : needed;
  }, chosen);
}

function covers(chosen: readonly Candidate[], shortage: DeviceBytes): boolean {
  return [...shortage].every(
    ([deviceId, missing]) => chosen.reduce((sum, { bytes }) => sum + (bytes.get(deviceId) ?? 0), 0) >= missing,
  );
}
