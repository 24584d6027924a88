import type { IncomingMessage } from 'node:http';

/** What proxies say of the client they speak for. */
const SPOKEN_FOR = ['forwarded', 'x-forwarded-for', 'x-real-ip'];

/** Whether an address as Node gives it is the machine's own. */
export function isLoopback(address = ''): boolean {
  return /^(::ffff:)?127\.|^::1$/.test(address);
}

/** Whether a request comes from a program on the same machine, and not through a proxy there from elsewhere. */
export function isFromThisMachine({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): boolean {
  return isLoopback(socket.remoteAddress) && SPOKEN_FOR.every((name) => headers[name] === undefined);
}
