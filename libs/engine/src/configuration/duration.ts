const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A length of time: `30s`, `5m`, `1h`; or `forever`. */
export const DURATION = /^(?:forever|\d+(?:\.\d+)?(?:ms|s|m|h|d))$/;

/** Milliseconds, or -1 for ever. Takes what matches `DURATION`, and a number of seconds, where a negative one is for ever. */
export function durationMs(value: string | number): number {
  if (typeof value === 'number') return value < 0 ? -1 : value * 1000;
  const [, count, unit = ''] = /^([\d.]+)([a-z]+)$/.exec(value) ?? [];
  return count === undefined ? -1 : Number(count) * (UNIT_MS[unit] ?? 1);
}
