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

/** What acts on the server itself is, without keys, open to the same machine and to the server in front of it. */
function refusedAdministration(request: FastifyRequest, serviceToken: string | undefined): PluginError | undefined {
  const { socket, headers } = request;
  if (!isAdministration(request) || isLoopback(socket.remoteAddress)) return undefined;
  if (serviceToken !== undefined && isSame(headers[SERVICE_TOKEN_HEADER], serviceToken)) return undefined;
  return new PluginError('FORBIDDEN', 'Administration is open to clients on the same machine only.');
}

/** `/admin`, and what makes models come and go, by the path as it is meant: a `%70` is a `p`. */
function isAdministration({ routeOptions, method, url }: FastifyRequest): boolean {
  if (routeOptions.url?.startsWith('/admin')) return true;
  return administrates(method, url);
}

/** Whether a request loads, unloads, pulls or deletes models. */
export function administrates(method: string, url: string): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false;
  const [path = ''] = url.split(/[?#;]/, 1);
  return /^\/(models(\/|$)|api\/(pull|push|delete|create|copy)\/?$)/.test(decoded(path));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // the router cannot read it either
    return path;
  }
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
