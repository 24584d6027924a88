import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { SharedRedis } from '../shared/shared-redis.js';

/** Where what keys have used up is counted: a count with this name and limit, which begins anew after `seconds`. */
export type QuotaStore = (name: string, points: number, seconds: number) => RateLimiterAbstract;

/** Counts in this process. */
export const memoryStore: QuotaStore = (keyPrefix, points, duration) =>
  new RateLimiterMemory({ keyPrefix, points, duration });

/** Counts together with all servers that share this Redis; by itself while that is away. */
export function redisStore({ client }: SharedRedis): QuotaStore {
  return (name, points, duration) =>
    new RateLimiterRedis({
      storeClient: client,
      keyPrefix: `otron:${name}`,
      points,
      duration,
      insuranceLimiter: memoryStore(name, points, duration),
    });
}
