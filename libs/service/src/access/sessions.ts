import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from './api-key.js';
import type { KeyRing } from './key-ring.js';

/** Name of the cookie that stands for a key in a browser. */
export const SESSION_COOKIE = 'otron_session';

/** How long a browser stays logged in, in seconds. */
export const SESSION_SECONDS = 12 * 60 * 60;

/**
 * What a browser gets for a key: a word that only this server can write, and that ends with its key. Nothing is kept here.
 * Servers that share a service token know each other's; without one a restart logs everybody out.
 */
export class Sessions {
  private readonly secret: Buffer;

  constructor(
    private readonly keys: KeyRing,
    serviceToken?: string,
  ) {
    this.secret =
      serviceToken === undefined
        ? randomBytes(32)
        : createHmac('sha256', serviceToken).update('predict-otron sessions').digest();
  }

  /** The value of the cookie. */
  issue(key: ApiKey): string {
    const word = `${Buffer.from(key.name).toString('base64url')}.${Date.now() + SESSION_SECONDS * 1000}`;
    return `${word}.${this.sign(word, key).toString('base64url')}`;
  }

  /** The key that a `Cookie` header stands for. */
  read(cookies: string | undefined): ApiKey | undefined {
    const cookie = cookies?.split(/;\s*/).find((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
    const [name = '', ends = '', signature = ''] = cookie?.slice(SESSION_COOKIE.length + 1).split('.') ?? [];
    const key = this.keys.named(Buffer.from(name, 'base64url').toString());
    if (!key || !(Number(ends) > Date.now())) return undefined;
    const given = Buffer.from(signature, 'base64url');
    const expected = this.sign(`${name}.${ends}`, key);
    return given.length === expected.length && timingSafeEqual(given, expected) ? key : undefined;
  }

  /** The key's hash is signed too: a key that is replaced under the same name ends its sessions. */
  private sign(word: string, { hash }: ApiKey): Buffer {
    return createHmac('sha256', this.secret).update(word).update(hash).digest();
  }
}
