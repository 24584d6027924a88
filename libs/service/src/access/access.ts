import { PluginError } from '@predict-otron/plugin-sdk';
import type { Logger } from 'pino';
import { isLoopback } from '../http/loopback.js';
import { AccessGuard } from './access-guard.js';
import { KeyRing } from './key-ring.js';
import { Sessions } from './sessions.js';

/** How the access to a server is configured. */
export interface AccessOptions {
  /** Keys that may do everything. */
  apiKeys?: string[];
  /** A file with hashed keys, see docs/security.md; it may change while the server runs. */
  keysFile?: string;
  /** The secret by which an engine knows the server in front of it; without one no server on another machine may administrate it. */
  serviceToken?: string;
}

/** The guard of a server, told of in its log. Throws `INPUT_INVALID` when the file of keys cannot be used. */
export function createGuard({ apiKeys = [], keysFile, serviceToken }: AccessOptions, host: string, logger: Logger) {
  const keys = keyRing(apiKeys, keysFile);
  if (!keys.required && !isLoopback(host) && host !== 'localhost') {
    logger.warn(`Anybody who reaches ${host} can use this server: no API key is set (OTRON_API_KEYS).`);
  }
  keys.watch({
    changed: (count) => logger.info(`The keys file was read again: ${count} keys.`),
    failed: ({ message }) => logger.error(`${message} The keys stay as they were.`),
  });
  return new AccessGuard(keys, new Sessions(keys, serviceToken), serviceToken);
}

function keyRing(apiKeys: string[], keysFile?: string): KeyRing {
  try {
    return new KeyRing(apiKeys, keysFile);
  } catch (error) {
    throw new PluginError('INPUT_INVALID', (error as Error).message);
  }
}
