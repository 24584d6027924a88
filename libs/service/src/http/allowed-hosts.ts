import { isIP } from 'node:net';
import { isLoopback } from './loopback.js';

/**
 * Says whether a request may name a server so. A site that lets its own name point at this machine (DNS rebinding) makes
 * browsers take its pages for ours; only the name in `Host` gives it away. Addresses cannot be rebound.
 *
 * @param allowed names, `.example.org` for all that end so, `*` for all; empty: on the loopback its own names, elsewhere all
 */
export function hostCheck(allowed: string[], listening: string): (host: string | undefined) => boolean {
  const everywhere =
    allowed.includes('*') || (allowed.length === 0 && !isLoopback(listening) && listening !== 'localhost');
  const names = [...allowed, listening, 'localhost', '.localhost'].map((name) => name.toLowerCase());
  return (host) => {
    if (everywhere || host === undefined) return true;
    const name = nameOf(host);
    return isIP(name) > 0 || names.some((it) => it === name || (it.startsWith('.') && name.endsWith(it)));
  };
}

/** A `Host` header without its port, in small letters, without a dot at its end. */
function nameOf(host: string): string {
  const [, address, name = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host.trim().toLowerCase()) ?? [];
  return (address ?? name).replace(/\.$/, '');
}
