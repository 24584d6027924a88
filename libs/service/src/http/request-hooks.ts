import { PluginError } from '@predict-otron/plugin-sdk';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { logRequest } from '../log/request-log.js';
import type { OpenRequests } from './open-requests.js';
import { NOT_STARTED_HEADER } from './service-headers.js';

/** Seconds after which a client may try again: by then another server has taken over, or this one was started anew. */
const RETRY_AFTER_SECONDS = 5;

/** What happens to every request first: it is counted, gets its id into the answer, and is refused while the server stops. */
export function addRequestHooks(instance: FastifyInstance, open: OpenRequests): void {
  instance.addHook('onRequest', (request, reply, done) => {
    const start = performance.now();
    // on the raw response, so that answers which bypass Fastify carry it as well
    reply.raw.setHeader('X-Request-Id', request.id);
    open.add(request.raw, reply.raw, (end) => logRequest(request, reply.raw, end, performance.now() - start));
    if (open.accepting || isProbe(request)) return done();
    reply.raw.setHeader('Connection', 'close');
    reply.raw.setHeader(NOT_STARTED_HEADER, 'true');
    done(
      new PluginError('DISPOSED', `The server is shutting down; try again in ${RETRY_AFTER_SECONDS} seconds.`, {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      }),
    );
  });
}

function isProbe({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url === '/health' || routeOptions.url === '/ready';
}
