import type { Redis } from 'ioredis';
import { DAYS_KEPT, type Use, UseByDay } from './use-by-day.js';

const DAY_SECONDS = 86_400;
const FIELDS = ['requests', 'promptTokens', 'generatedTokens'] as const;

/** The use of each key by day in Redis: a hash a day, with a field `requests:NAME` for each number. All rejects while it is away. */
export class SharedUse {
  constructor(private readonly client: Redis) {}

  async add(day: string, key: string | undefined, use: Use): Promise<void> {
    const hash = nameOf(day);
    const batch = this.client.multi();
    for (const field of FIELDS) if (use[field] > 0) batch.hincrby(hash, `${field}:${key ?? ''}`, use[field]);
    await batch.expire(hash, (DAYS_KEPT + 1) * DAY_SECONDS).exec();
  }

  async list(): Promise<UseByDay> {
    const now = Date.now();
    const days = Array.from({ length: DAYS_KEPT }, (_, i) =>
      new Date(now - i * DAY_SECONDS * 1000).toISOString().slice(0, 10),
    );
    const all = new UseByDay();
    const hashes = await Promise.all(days.map((day) => this.client.hgetall(nameOf(day))));
    hashes.forEach((hash, i) => {
      for (const [field, count] of Object.entries(hash)) add(all, days[i] as string, field, Number(count));
    });
    return all;
  }
}

function nameOf(day: string): string {
  return `otron:usage:${day}`;
}

function add(all: UseByDay, day: string, field: string, count: number): void {
  const [name, key] = field.split(':', 2);
  const nothing: Use = { requests: 0, promptTokens: 0, generatedTokens: 0 };
  all.add(day, key || undefined, { ...nothing, [name as keyof Use]: count });
}
