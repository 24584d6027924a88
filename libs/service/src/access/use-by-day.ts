/** What was used. */
export interface Use {
  requests: number;
  promptTokens: number;
  generatedTokens: number;
}

/** What one key used on one day. */
export interface DayOfUse extends Use {
  /** Of UTC: `2026-01-31`. */
  day: string;
  /** Name of the key; absent: those who sent none. */
  key?: string;
}

/** Days that are kept. */
export const DAYS_KEPT = 31;

/** The use of each key by day. Bounded: by the days, and the names of keys in use on them. */
export class UseByDay {
  private readonly days = new Map<string, Map<string | undefined, Use>>();

  add(day: string, key: string | undefined, use: Use): void {
    const keys = this.days.get(day) ?? new Map<string | undefined, Use>();
    this.days.set(day, keys);
    const before = keys.get(key) ?? { requests: 0, promptTokens: 0, generatedTokens: 0 };
    keys.set(key, {
      requests: before.requests + use.requests,
      promptTokens: before.promptTokens + use.promptTokens,
      generatedTokens: before.generatedTokens + use.generatedTokens,
    });
    if (this.days.size <= DAYS_KEPT) return;
    const [oldest] = [...this.days.keys()].sort();
    this.days.delete(oldest as string);
  }

  /** The newest day first, the names of each in order. */
  list(): DayOfUse[] {
    const all = [...this.days].flatMap(([day, keys]) =>
      [...keys].map(([key, use]) => ({ day, ...(key !== undefined && { key }), ...use })),
    );
    return all.sort((a, b) => compare(b.day, a.day) || compare(a.key ?? '', b.key ?? ''));
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
