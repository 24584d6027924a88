import type { Socket } from 'node:net';

/**
 * The connection below one that was to speak TLS, when its client speaks plain HTTP: Node has given up the upper one, but
 * the client can still be told. `undefined` for any other error.
 */
export function plainSocketOf(error: NodeJS.ErrnoException, socket: Socket): Socket | undefined {
  if (error.code !== 'ERR_SSL_HTTP_REQUEST') return undefined;
  // Node tells of it nowhere else; without it the client sees a connection that is closed
  const { _parent: below } = socket as Socket & { _parent?: Socket };
  return below?.writable ? below : undefined;
}
