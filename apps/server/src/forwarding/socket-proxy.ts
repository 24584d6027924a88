import httpProxy from '@fastify/http-proxy';
import { PACED_RELAY } from '@predict-otron/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
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
  options: { maxPayload: number; connectMs: number; headersOf(request: FastifyRequest): Record<string, unknown> },
): Promise<void> {
  const chosen = new WeakMap<object, Upstream>();
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
      done();
    },
    replyOptions: { getUpstream: ({ raw }) => chosen.get(raw)?.origin ?? '' },
    wsServerOptions: { maxPayload: options.maxPayload },
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
