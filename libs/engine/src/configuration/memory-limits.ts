import type { MemoryLimit } from '@predict-otron/kernel';

const UNITS: Record<string, number> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** An amount of memory: `8GiB`, `500 MB`, or a share such as `80%`. */
export const AMOUNT = /^(\d+(?:\.\d+)?) ?(%|B|[KMGT]i?B)$/i;

/** One limit of `--memory`: an amount for every device, or `device=amount`. */
export const LIMIT = /^(?:([a-z]+(?::\d+)?)=)?(\d+(?:\.\d+)?) ?(%|B|[KMGT]i?B)$/i;

/** Throws an Error for what is no amount. */
export function memoryLimit(amount: string): MemoryLimit {
  const [, count, unit = ''] = AMOUNT.exec(amount.trim()) ?? [];
  if (count === undefined) throw new Error(`"${amount}" is no amount of memory such as 8GiB or 80%`);
  if (unit !== '%') return { bytes: Math.floor(Number(count) * (UNITS[unit.toLowerCase()] ?? 1)) };
  if (Number(count) > 100) throw new Error(`"${amount}" is more than all`);
  return { share: Number(count) / 100 };
}

/** Limits by device from `8GiB` or `cpu=16GiB`, `cuda:0=80%`; `*` is every other device. */
export function memoryLimits(limits: readonly string[]): Record<string, MemoryLimit> {
  return Object.fromEntries(
    limits.map((text) => {
      const [device, amount] = text.includes('=') ? (text.split('=') as [string, string]) : ['*', text];
      return [device.trim(), memoryLimit(amount)];
    }),
  );
}
