import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import httpProxy from '@fastify/http-proxy';
import { PACED_RELAY } from '@predict-otron/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AdmitChat } from '../counting/counted-chats.js';
import { countedSockets } from '../counting/counted-sockets.js';
import type { EngineService } from '../upstreams/engine-service.js';
import type { Upstream } from '../upstreams/upstream.js';
import { unavailable } from './forwarder.js';

/** Where engines answer WebSockets. */
const PATH = '/v1/ws';

/** Made anew for the engine's own handshake. */
const HANDSHAKE = /^sec-websocket-/;

/**
 * Passes WebSockets on to an engine, each for as long as it lasts: what it began there is there only. Without an engine
 * the handshake is refused.
 *
 * @param headersOf the headers of a request as an engine gets them
 */
export async function proxySockets(
  scope: FastifyInstance,
  service: EngineService,
  options: {
    maxPayload: number;
    connectMs: number;
    headersOf(request: FastifyRequest): Record<string, unknown>;
    /** What counts the chats of who opened a WebSocket; undefined where nothing is counted. */
    admissionOf(request: IncomingMessage): AdmitChat | undefined;
  },
): Promise<void> {
  const chosen = new WeakMap<object, Upstream>();
  const admissions = new WeakMap<Duplex, AdmitChat>();
  await scope.register(httpProxy, {
    prefix: PATH,
    rewritePrefix: PATH,
    upstream: '',
    httpMethods: ['GET'],
    websocket: true,
    preHandler: (request, _reply, done) => {
      const upstream = service.pick(new Set());
      if (!upstream) return done(unavailable(service.name) as Error);
      chosen.set(request.raw, upstream);
      const admit = options.admissionOf(request.raw);
      if (admit) admissions.set(request.raw.socket, admit);
      done();
    },
    replyOptions: { getUpstream: ({ raw }) => chosen.get(raw)?.origin ?? '' },
    wsServerOptions: {
      maxPayload: options.maxPayload,
      // the proxy's types know ws as a CommonJS module alone
      WebSocket: countedSockets((connection) => admissions.get(connection)) as never,
    },
    wsHooks: PACED_RELAY.wsHooks,
    wsClientOptions: {
      ...PACED_RELAY.wsClientOptions,
      maxPayload: options.maxPayload,
      handshakeTimeout: options.connectMs,
      rewriteRequestHeaders: (_headers: unknown, request: FastifyRequest) =>
        Object.fromEntries(Object.entries(options.headersOf(request)).filter(([name]) => !HANDSHAKE.test(name))),
    },
  } as Parameters<typeof httpProxy>[1] & { prefix: string });
}
