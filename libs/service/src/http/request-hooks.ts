import { createHash, timingSafeEqual } from 'node:crypto';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { logRequest } from '../log/request-log.js';
import type { OpenRequests } from './open-requests.js';
import { NOT_STARTED_HEADER, SERVICE_TOKEN_HEADER } from './service-headers.js';

/** Seconds after which a client may try again: by then another server has taken over, or this one was started anew. */
const RETRY_AFTER_SECONDS = 5;

/** What happens to every request first: it is counted, gets its id into the answer, and is refused while the server stops. */
export function addRequestHooks(instance: FastifyInstance, open: OpenRequests, serviceToken?: string): void {
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
  instance.addHook('onRequest', (request, _reply, done) => done(refusedAdministration(request, serviceToken)));
}

function isProbe({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url === '/health' || routeOptions.url === '/ready';
}

/** `/admin` acts on the server itself: without keys it is open to the same machine, and to the server in front of it. */
function refusedAdministration(
  { routeOptions, socket, headers }: FastifyRequest,
  serviceToken: string | undefined,
): PluginError | undefined {
  if (!routeOptions.url?.startsWith('/admin') || isLoopback(socket.remoteAddress)) return undefined;
  if (serviceToken !== undefined && isSame(headers[SERVICE_TOKEN_HEADER], serviceToken)) return undefined;
  return new PluginError('FORBIDDEN', 'Administration is open to clients on the same machine only.');
}

/** Compares secrets in the same time wherever they differ. */
function isSame(given: unknown, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(secret));
}

/** Whether an address as Node gives it is the machine's own. */
export function isLoopback(address = ''): boolean {
  return /^(::ffff:)?127\.|^::1$/.test(address);
}
