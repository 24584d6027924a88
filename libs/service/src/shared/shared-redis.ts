import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { Gauge, type Registry } from 'prom-client';

/** Longest wait for Redis, in milliseconds; after it this server goes on by itself. */
const PATIENCE = 500;

/** Names of all keys begin with it. */
const PREFIX = 'otron:';

/**
 * The Redis, or Valkey, that several servers share. That it is away is never an error for a client: each server goes on by
 * itself, which the log says once and `otron_redis_up` for as long as it lasts. Can be injected where it is configured.
 */
export class SharedRedis {
  private constructor(readonly client: Redis) {}

  /** Resolves when it is there, or was found to be away. */
  static async connect(url: string, logger: Logger, registry: Registry): Promise<SharedRedis> {
    const { Redis } = await import('ioredis');
    const client: Redis = new Redis(url, {
      connectTimeout: PATIENCE * 4,
      commandTimeout: PATIENCE,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      retryStrategy: (tries) => Math.min(tries * 100, 2_000),
    });
    tellOf(client, logger);
    new Gauge({
      name: 'otron_redis_up',
      help: '1: quotas and responses are shared through Redis. 0: it is away, and this server goes on by itself.',
      registers: [registry],
      collect() {
        this.set(client.status === 'ready' ? 1 : 0);
      },
    });
    // what comes first would be counted apart
    await new Promise<void>((resolve) => {
      client.once('ready', () => resolve());
      client.once('error', () => resolve());
    });
    return new SharedRedis(client);
  }

  /** The text of a key; `undefined` where there is none. Rejects while Redis is away, as all of these do. */
  async get(key: string): Promise<string | undefined> {
    return (await this.client.get(PREFIX + key)) ?? undefined;
  }

  /** Keeps a text for so many milliseconds. */
  async set(key: string, text: string, ms: number): Promise<void> {
    await this.client.set(PREFIX + key, text, 'PX', ms);
  }

  /** False where there was nothing to delete. */
  async delete(key: string): Promise<boolean> {
    return (await this.client.del(PREFIX + key)) > 0;
  }

  close(): void {
    this.client.disconnect();
  }
}

function tellOf(client: Redis, logger: Logger): void {
  let away = false;
  client.on('error', (error: Error) => {
    if (!away) logger.warn({ reason: error.message }, 'Redis is away: this server counts and keeps by itself.');
    away = true;
  });
  client.on('ready', () => {
    if (away) logger.info('Redis is back: quotas and responses are shared.');
    away = false;
  });
}
