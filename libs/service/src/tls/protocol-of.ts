import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Whether a request came over TLS to this very process. */
export function isEncrypted({ socket }: { socket: Socket }): boolean {
  return (socket as Socket & { encrypted?: boolean }).encrypted === true;
}

/** How the client of a request speaks: a proxy in front knows that better than this process. */
export function protocolOf(request: IncomingMessage): 'http' | 'https' {
  const told = request.headers['x-forwarded-proto'];
  const encrypted = told === undefined ? isEncrypted(request) : told === 'https';
  return encrypted ? 'https' : 'http';
}
