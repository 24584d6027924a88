import { PluginError } from '@predict-otron/plugin-sdk';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { askerOf } from '../access/caller.js';
import type { Captures } from '../captures/captures.js';
import { logRequest, statusOf } from '../log/request-log.js';
import { beginWork } from '../log/request-work.js';
import type { HttpMetrics } from '../metrics/http-metrics.js';
import { endedRequest } from '../tracing/ended-request.js';
import { traceOf } from '../tracing/request-trace.js';
import { spanFacts } from '../tracing/span-facts.js';
import type { OpenRequests } from './open-requests.js';
import { NOT_STARTED_HEADER } from './service-headers.js';

/** Seconds after which a client may try again: by then another server has taken over, or this one was started anew. */
const RETRY_AFTER_SECONDS = 5;
/** Answered while the server stops, too. */
const PROBES = new Set(['/health', '/ready', '/metrics']);

/** What happens to every request first: it is counted, gets its id into the answer, and is refused while the server stops. */
export function addRequestHooks(
  instance: FastifyInstance,
  open: OpenRequests,
  metrics: HttpMetrics,
  captures?: Captures,
): void {
  instance.addHook('onRequest', (request, reply, done) => {
    const start = performance.now();
    // on the raw response, so that answers which bypass Fastify carry it as well
    reply.raw.setHeader('X-Request-Id', request.id);
    captures?.begin(reply.raw);
    open.add(request.raw, reply.raw, (end) => {
      const status = statusOf(reply.raw, end);
      const ms = performance.now() - start;
      logRequest(request, reply.raw, status, ms);
      metrics.count(request, reply.raw, status, ms);
      captures?.end(request, reply.raw, status, ms);
      traceOf(request.raw)?.end(spanFacts(endedRequest(request, reply.raw, status)));
    });
    if (open.accepting || isProbe(request)) return done();
    reply.raw.setHeader('Connection', 'close');
    reply.raw.setHeader(NOT_STARTED_HEADER, 'true');
    done(
      new PluginError('DISPOSED', `The server is shutting down; try again in ${RETRY_AFTER_SECONDS} seconds.`, {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      }),
    );
  });
  // not before: by then it is known who asks
  instance.addHook('preHandler', (request, reply, done) => {
    beginWork(reply.raw, askerOf(request.raw));
    done();
  });
}

function isProbe({ routeOptions }: FastifyRequest): boolean {
  return PROBES.has(routeOptions.url ?? '');
}
