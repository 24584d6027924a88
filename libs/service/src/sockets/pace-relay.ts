/** Bytes that may wait for one end of a relayed connection before the other end is no longer read. */
const FULL = 256 * 1024;
/** How often a full end is looked at, in milliseconds: ws does not tell when it has drained. */
const LOOK_MS = 20;
/** How long one may stay full, in milliseconds. */
const LIMIT_MS = 30_000;
/** The close code of RFC 6455 for who does not keep to the rules. */
const POLICY = 1008;

/** What a relay needs of a WebSocket of ws. */
interface RelayedSocket {
  readonly isPaused: boolean;
  readonly bufferedAmount: number;
  readonly readyState: number;
  readonly OPEN: number;
  pause(): void;
  resume(): void;
  close(code: number, reason: string): void;
}

/**
 * Keeps a relay of WebSockets from growing: `from` is read no faster than `to` takes what comes. So a client that does not
 * read holds back the server behind, which pauses its answers; after a while both ends are closed.
 */
export function pace(from: RelayedSocket, to: RelayedSocket, { full = FULL, limitMs = LIMIT_MS } = {}): void {
  if (from.isPaused || to.bufferedAmount < full) return;
  from.pause();
  const start = performance.now();
  const look = setInterval(() => {
    const drained = to.readyState !== to.OPEN || to.bufferedAmount <= full / 2;
    if (!drained && performance.now() - start < limitMs) return;
    clearInterval(look);
    from.resume();
    if (drained) return;
    from.close(POLICY, 'The other end reads too slowly.');
    to.close(POLICY, 'This end reads too slowly.');
  }, LOOK_MS);
  look.unref();
}

type Hook = (context: unknown, client: RelayedSocket, server: RelayedSocket) => void;

/** For `@fastify/http-proxy`: neither end is read faster than the other, and pings go from end to end. */
export const PACED_RELAY: {
  wsHooks: { onIncomingMessage: Hook; onOutgoingMessage: Hook };
  wsClientOptions: { autoPong: boolean };
} = {
  wsHooks: {
    onIncomingMessage: (_, client, server) => pace(client, server),
    onOutgoingMessage: (_, client, server) => pace(server, client),
  },
  // the client's own pong is passed on: the server behind notices a client that is gone
  wsClientOptions: { autoPong: false },
};
