import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { PluginError } from '@predict-otron/plugin-sdk';
import { isFromThisMachine } from '../http/loopback.js';
import { KEY_NAME_HEADER, PRIORITY_HEADER, SERVER_HEADER, SERVICE_TOKEN_HEADER } from '../http/service-headers.js';
import { digest, isKeyName, isPriority } from './api-key.js';
import type { Caller } from './caller.js';
import type { KeyRing } from './key-ring.js';
import { type Scope, scopesFor } from './scope.js';
import type { Sessions } from './sessions.js';

type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'socket'>;

/** What servers call themselves. */
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** What is closed without keys to all but the same machine: what acts on the server itself. */
const CLOSED: Scope[] = ['admin', 'models:write'];

/**
 * Decides who may ask for what. Without keys inference and reading are open, and what acts on the server needs the same
 * machine; with keys everything needs one. A server in front of an engine may do all, by the token that both share.
 */
export class AccessGuard {
  constructor(
    readonly keys: KeyRing,
    readonly sessions: Sessions,
    private readonly serviceToken?: string,
  ) {}

  /** Who asks. Throws `UNAUTHENTICATED` or `FORBIDDEN`. */
  admit(request: Asked, scopes = scopesFor(request.method ?? 'GET', request.url ?? '/')): Caller {
    if (this.isService(request)) return serviceCaller(request);
    return this.keys.required ? { key: this.keyFor(request, scopes) } : this.withoutKeys(request, scopes);
  }

  /** The key in a request's headers, or the one that its cookie stands for. Throws `UNAUTHENTICATED`. */
  authenticate({ headers }: Pick<Asked, 'headers'>) {
    const secret = secretOf(headers);
    const key = secret === undefined ? this.sessions.read(headers.cookie) : this.keys.find(secret);
    if (key) return key;
    throw new PluginError(
      'UNAUTHENTICATED',
      secret === undefined
        ? 'This server needs an API key: send it as "Authorization: Bearer KEY" or "x-api-key: KEY".'
        : 'This API key is not valid here: it is wrong, was revoked or has expired.',
    );
  }

  private keyFor(request: Asked, scopes: Scope[]) {
    const key = this.authenticate(request);
    if (scopes.some((scope) => key.scopes.has(scope))) return key;
    throw new PluginError('FORBIDDEN', `The API key "${key.name}" lacks the scope ${scopes.join(' or ')}.`);
  }

  private withoutKeys(request: Asked, scopes: Scope[]): Caller {
    if (!scopes.every((scope) => CLOSED.includes(scope)) || isFromThisMachine(request)) return {};
    throw new PluginError(
      'FORBIDDEN',
      'Without API keys, administration is open to clients on the same machine only: set OTRON_API_KEYS.',
    );
  }

  private isService({ headers }: Asked): boolean {
    const given = headers[SERVICE_TOKEN_HEADER];
    if (this.serviceToken === undefined || typeof given !== 'string') return false;
    return timingSafeEqual(digest(given), digest(this.serviceToken));
  }
}

function serviceCaller({ headers }: Asked): Caller {
  const name = headers[KEY_NAME_HEADER];
  if (typeof name !== 'string' || !isKeyName(name)) return { service: true };
  const priority = Number(headers[PRIORITY_HEADER] ?? 0);
  const server = headers[SERVER_HEADER];
  return {
    service: true,
    clientKey: name,
    ...(isPriority(priority) && { clientPriority: priority }),
    ...(typeof server === 'string' && UUID.test(server) && { server }),
  };
}

function secretOf({ authorization, 'x-api-key': apiKey }: Asked['headers']): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  return bearer ?? (typeof apiKey === 'string' ? apiKey.trim() : undefined) ?? authorization;
}
