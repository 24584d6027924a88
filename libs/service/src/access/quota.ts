/** What a key may use up. What is absent is not limited. */
export interface Quota {
  requestsPerMinute?: number;
  requestsPerDay?: number;
  /** Tokens read and generated, counted when an answer ends. */
  tokensPerMinute?: number;
  tokensPerDay?: number;
  /** Requests at the same time. */
  concurrent?: number;
}

/** The names of a quota's limits, as they are written everywhere. */
const QUOTA_LIMITS: (keyof Quota)[] = [
  'requestsPerMinute',
  'requestsPerDay',
  'tokensPerMinute',
  'tokensPerDay',
  'concurrent',
];

/** Reads limits that must be whole numbers from 1. Throws an Error that names what is wrong. */
export function toQuota(value: unknown, where: string): Quota {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${where} must be an object.`);
  for (const [name, limit] of Object.entries(value)) {
    if (!QUOTA_LIMITS.includes(name as keyof Quota)) {
      throw new Error(`${where} has an unknown field "${name}": it may have ${QUOTA_LIMITS.join(', ')}.`);
    }
    if (!Number.isSafeInteger(limit) || limit < 1) throw new Error(`${where}.${name} must be a whole number from 1.`);
  }
  return value as Quota;
}

/** Whether a quota limits tokens. */
export function limitsTokens({ tokensPerMinute, tokensPerDay }: Quota): boolean {
  return tokensPerMinute !== undefined || tokensPerDay !== undefined;
}

/** Reads limits as a setting has them: `requestsPerMinute=60`. Throws an Error that names what is wrong. */
export function parseQuota(limits: string[]): Quota | undefined {
  if (limits.length === 0) return undefined;
  const pairs = limits.map((text) => text.split('=')).map(([name = '', value]) => [name.trim(), Number(value)]);
  return toQuota(Object.fromEntries(pairs), '--key-quota');
}
