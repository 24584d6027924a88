import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';

/** Longest wait for Redis, in milliseconds; after it this server's own count decides. */
const PATIENCE = 500;

/** Where what keys have used up is counted. */
export interface QuotaStore {
  /** A count with this name and limit that begins anew after `seconds`. */
  limiter(name: string, points: number, seconds: number): RateLimiterAbstract;
  close(): void;
}

/** Counts in this process. */
export const memoryStore: QuotaStore = {
  limiter: (keyPrefix, points, duration) => new RateLimiterMemory({ keyPrefix, points, duration }),
  close: () => undefined,
};

/** Counts in Redis, together with all servers that use it; by itself while Redis is away, which it logs once. */
export async function redisStore(url: string, logger: Logger): Promise<QuotaStore> {
  const { Redis } = await import('ioredis');
  const client: Redis = new Redis(url, {
    connectTimeout: PATIENCE * 4,
    commandTimeout: PATIENCE,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (tries) => Math.min(tries * 100, 2_000),
  });
  let away = false;
  client.on('error', (error: Error) => {
    if (!away) logger.warn({ reason: error.message }, 'Redis is away: quotas are counted by this server alone.');
    away = true;
  });
  client.on('ready', () => {
    if (away) logger.info('Redis is back: quotas are counted together.');
    away = false;
  });
  // the first requests would be counted apart
  await new Promise<void>((resolve) => {
    client.once('ready', () => resolve());
    client.once('error', () => resolve());
  });
  return {
    limiter: (name, points, duration) =>
      new RateLimiterRedis({
        storeClient: client,
        keyPrefix: `otron:${name}`,
        points,
        duration,
        insuranceLimiter: memoryStore.limiter(name, points, duration),
      }),
    close: () => client.disconnect(),
  };
}
