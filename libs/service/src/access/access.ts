import { PluginError } from '@predict-otron/plugin-sdk';
import type { Logger } from 'pino';
import { isLoopback } from '../http/loopback.js';
import { AccessGuard } from './access-guard.js';
import { KeyRing } from './key-ring.js';
import { parseQuota, type Quota } from './quota.js';
import { Sessions } from './sessions.js';

/** How the access to a server is configured. */
export interface AccessOptions {
  /** Keys that may do everything. */
  apiKeys?: string[];
  /** A file with hashed keys, see docs/security.md; it may change while the server runs. */
  keysFile?: string;
  /** The secret by which an engine knows the server in front of it; without one no server on another machine may administrate it. */
  serviceToken?: string;
  /** The quota of keys that have none of their own, such as `requestsPerMinute=60`. */
  keyQuota?: string[];
  /** Where servers count quotas and keep responses together; absent: each by itself. */
  redisUrl?: string;
}

/** The guard of a server, told of in its log. Throws `INPUT_INVALID` when the file of keys cannot be used. */
export function createGuard({ apiKeys = [], keysFile, serviceToken }: AccessOptions, host: string, logger: Logger) {
  const keys = checked(() => new KeyRing(apiKeys, keysFile));
  if (!keys.required && !isLoopback(host) && host !== 'localhost') {
    logger.warn(`Anybody who reaches ${host} can use this server: no API key is set (OTRON_API_KEYS).`);
  }
  keys.watch({
    changed: (count) => logger.info(`The keys file was read again: ${count} keys.`),
    failed: ({ message }) => logger.error(`${message} The keys stay as they were.`),
  });
  return new AccessGuard(keys, new Sessions(keys, serviceToken), serviceToken);
}

/** What keys may use up that have no quota of their own. Throws `INPUT_INVALID` when the setting cannot be used. */
export function commonQuota({ keyQuota = [] }: AccessOptions): Quota | undefined {
  return checked(() => parseQuota(keyQuota));
}

function checked<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new PluginError('INPUT_INVALID', (error as Error).message);
  }
}
