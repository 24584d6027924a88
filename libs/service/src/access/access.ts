import { PluginError } from '@predict-otron/plugin-sdk';
import type { Logger } from 'pino';
import { isLoopback } from '../http/loopback.js';
import { AccessGuard } from './access-guard.js';
import { KeyRing } from './key-ring.js';
import { limitsTokens, parseQuota, type Quota } from './quota.js';
import { tokensUncounted, WHO_TELLS } from './quotas.js';
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
  /** Whether the tokens of answers are known here; without, a quota of tokens is refused. Default true. */
  countsTokens?: boolean;
  /** Where servers count quotas and keep responses together; absent: each by itself. */
  redisUrl?: string;
}

/** The guard of a server, told of in its log. Throws `INPUT_INVALID` when the file of keys cannot be used. */
export function createGuard(options: AccessOptions, host: string, logger: Logger) {
  const { apiKeys = [], keysFile, serviceToken, countsTokens = true } = options;
  const keys = checked(() => new KeyRing(apiKeys, keysFile));
  const uncounted = countsTokens ? undefined : keys.all().find(({ quota }) => quota && limitsTokens(quota));
  if (uncounted) throw new PluginError('INPUT_INVALID', tokensUncounted(uncounted.name).message);
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
export function commonQuota({ keyQuota = [], countsTokens = true }: AccessOptions): Quota | undefined {
  const quota = checked(() => parseQuota(keyQuota));
  if (countsTokens || !quota || !limitsTokens(quota)) return quota;
  throw new PluginError('INPUT_INVALID', `--key-quota limits tokens, ${WHO_TELLS}`);
}

function checked<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new PluginError('INPUT_INVALID', (error as Error).message);
  }
}
