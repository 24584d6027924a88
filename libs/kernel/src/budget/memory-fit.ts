import { chooseVictims } from './choose-victims.js';
import { type DeviceBytes, sumOf } from './device-bytes.js';
import type { DeviceLimits } from './device-limits.js';
import type { TooBig } from './memory-refusals.js';
import type { Tenant } from './tenant.js';

/** Whether a model fits into the memory beside what is in it. Pure. */
export class MemoryFit {
  private constructor(
    readonly needed: DeviceBytes,
    /** What the models in memory take. */
    readonly held: DeviceBytes,
    readonly limits: DeviceBytes,
    /** Bytes that are missing on each device; none where it fits now. */
    readonly shortage: DeviceBytes,
    /** What has to leave first: idle models before those that are answering. Empty where that is not enough yet. */
    readonly victims: Tenant[],
    /** It will never fit. */
    readonly tooBigFor?: TooBig,
  ) {}

  static of(
    model: Tenant,
    needed: DeviceBytes,
    held: ReadonlyMap<Tenant, DeviceBytes>,
    limits: DeviceLimits,
  ): MemoryFit {
    const others = [...held].filter(([other]) => other !== model);
    const taken = sumOf(others.map(([, bytes]) => bytes));
    const pinned = sumOf(others.filter(([other]) => other.pinned && !other.isLeaving).map(([, bytes]) => bytes));
    // what is on its way out counts as gone when it is asked who else has to go
    const leaving = sumOf(others.filter(([other]) => other.isLeaving).map(([, bytes]) => bytes));
    const shortage = new Map<string, number>();
    const uncovered = new Map<string, number>();
    let tooBigFor: TooBig | undefined;
    for (const [deviceId, neededBytes] of needed) {
      const limit = limits.of(deviceId);
      const missing = neededBytes + (taken.get(deviceId) ?? 0) - limit;
      if (missing > 0) shortage.set(deviceId, missing);
      if (missing > (leaving.get(deviceId) ?? 0)) uncovered.set(deviceId, missing - (leaving.get(deviceId) ?? 0));
      const limitBytes = limit - (pinned.get(deviceId) ?? 0);
      if (neededBytes > limitBytes) tooBigFor ??= { deviceId, neededBytes, limitBytes };
    }
    const candidates = others
      .filter(([other]) => other.inMemory && !other.pinned && !other.isLeaving)
      .map(([other, bytes]) => ({ other, bytes, busy: other.userCount > 0, lastUsedAt: other.lastUsedAt }));
    const victims = chooseVictims(uncovered, candidates)?.map(({ other }) => other) ?? [];
    const all = new Map([...needed.keys()].map((id) => [id, limits.of(id)]));
    return new MemoryFit(needed, taken, all, shortage, victims, tooBigFor);
  }
}
