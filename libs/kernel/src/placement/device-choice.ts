import type { Device, DeviceKind } from '@predict-otron/plugin-sdk';

/** Which device a model gets, and why: a sentence for a person. */
export interface DeviceChoice {
  deviceId: string;
  reason: string;
  /** What was asked for could not be given. */
  warning?: string;
}

/** What a choice is made from. */
export interface DeviceQuestion {
  /** `auto` or a device's id. */
  asked: string;
  devices: readonly Device[];
  /** Kinds that the model's backend computes on. */
  kinds: readonly DeviceKind[];
  /** Devices on which a load failed, with how. `auto` leaves them out. */
  failed: ReadonlyMap<string, string>;
}

/** The device that was asked for, or the first of those that `auto` takes; where that cannot be, the CPU. Pure. */
export function chooseDevice(question: DeviceQuestion): DeviceChoice {
  const { asked } = question;
  if (asked === 'cpu') return cpu('It was asked for.');
  return asked === 'auto' ? automatic(question) : named(question);
}

function automatic({ devices, kinds, failed }: DeviceQuestion): DeviceChoice {
  if (onlyCpu(kinds)) return cpu('Its backend computes on the CPU alone.');
  const ranked = devices.filter(({ kind, autoRank }) => kinds.includes(kind) && (autoRank ?? 0) > 0);
  ranked.sort((a, b) => (b.autoRank ?? 0) - (a.autoRank ?? 0));
  const best = ranked.find(({ id }) => !failed.has(id));
  if (best) return { deviceId: best.id, reason: `auto: ${best.name} comes first of the devices found.` };
  const [first] = ranked;
  if (first) return cpu(`auto: ${first.id} failed before: ${failed.get(first.id)}`);
  const others = devices.filter(({ kind }) => kind !== 'cpu' && kinds.includes(kind)).map(({ id }) => id);
  if (others.length === 0) return cpu('auto: no other device was found that its backend computes on.');
  return cpu(`auto: ${others.join(', ')} computes only for models that ask for it by name.`);
}

function named({ asked, devices, kinds }: DeviceQuestion): DeviceChoice {
  const device = devices.find(({ id }) => id === asked);
  if (!device) {
    const found = devices.map(({ id }) => id).join(', ') || 'none';
    return refused(`There is no device ${asked} (found: ${found}), so the CPU is used.`);
  }
  if (kinds.includes(device.kind)) return { deviceId: asked, reason: 'It was asked for.' };
  return refused(`Its backend cannot compute on ${asked}, so the CPU is used.`);
}

function onlyCpu(kinds: readonly DeviceKind[]): boolean {
  return kinds.every((kind) => kind === 'cpu');
}

function cpu(reason: string): DeviceChoice {
  return { deviceId: 'cpu', reason };
}

function refused(warning: string): DeviceChoice {
  return { deviceId: 'cpu', reason: warning, warning };
}
