import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { dialectError } from '@predict-otron/dialects';
import {
  type FastifyError,
  type FastifyHttpOptions,
  type FastifyHttpsOptions,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import type { AccessGuard } from '../access/access-guard.js';
import { addAccessHook } from '../access/access-hooks.js';
import { addQuotaHook } from '../access/quota-hook.js';
import type { Quotas } from '../access/quotas.js';
import type { Captures } from '../captures/captures.js';
import { addLoadHook } from '../load/load-hook.js';
import type { LoadWatch } from '../load/load-watch.js';
import type { HttpMetrics } from '../metrics/http-metrics.js';
import type { ResolvedServiceOptions } from '../service-options.js';
import { WebSocketUpgrade } from '../sockets/web-socket-upgrade.js';
import type { Certificate } from '../tls/certificate.js';
import { beginTrace, type Tracer } from '../tracing/request-trace.js';
import { addBrowserHooks, type BrowserRules } from './browser-hooks.js';
import { answerClientError } from './client-error.js';
import { acceptJsonOnly } from './json-body.js';
import type { OpenRequests } from './open-requests.js';
import { addRequestHooks } from './request-hooks.js';
import { requestId } from './request-id.js';
import { RouteTable } from './route-table.js';
import { explainTransportError } from './transport-error.js';

/** Time for a client to send its headers, and a whole request, in milliseconds. Answers may take any time. */
const HEADERS_TIMEOUT = 15_000;
const REQUEST_TIMEOUT = 120_000;
/** How often connections are looked over for those limits, in milliseconds. */
const TIMEOUT_CHECK = 5_000;
/** Longest part of a path, in characters: model ids stand in paths. */
const MAX_PATH_PART = 1_024;

/** What an adapter needs of a server. */
interface AdapterOptions extends Pick<ResolvedServiceOptions, 'bodyLimit'> {
  browsers: BrowserRules;
  guard: AccessGuard;
  quotas: Quotas;
  /** Absent: nobody asked for captures. */
  captures?: Captures;
  /** Absent: nobody asked for traces. */
  tracer?: Tracer;
  load: Pick<LoadWatch, 'admit'>;
  /** Absent: plain HTTP. */
  certificate?: Certificate;
}

/** Where KServe looks for what others have at `/v1`. */
const KSERVE_PREFIX = '/openai/v1/';

/** Fastify behind Nest, with the limits that every server has. */
export function createAdapter(options: AdapterOptions, logger: Logger, open: OpenRequests, metrics: HttpMetrics) {
  const connections = {
    headersTimeout: HEADERS_TIMEOUT,
    connectionsCheckingInterval: TIMEOUT_CHECK,
    IncomingMessage: WebSocketUpgrade,
  };
  const server: FastifyHttpOptions<Server> = {
    // Fastify reports each address it listens on; the server says that itself, in one line
    loggerInstance: logger.child({}, { level: 'warn' }),
    childLoggerFactory: (_quiet, bindings, childOptions, request) =>
      logger.child({ ...bindings, ...beginTrace(options.tracer, request) }, childOptions),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: (request) => requestId(request.headers['x-request-id']),
    rewriteUrl: ({ url = '/' }) => (url.startsWith(KSERVE_PREFIX) ? url.slice('/openai'.length) : url),
    bodyLimit: options.bodyLimit,
    requestTimeout: REQUEST_TIMEOUT,
    http: connections,
    routerOptions: { maxParamLength: MAX_PATH_PART },
    clientErrorHandler: answerClientError,
    // a path that the router cannot read gets here before any hook
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const { status, headers, body } = dialectError(explainTransportError(error, options), request);
      void reply
        .status(status)
        .headers({ ...headers, 'X-Request-Id': request.id })
        .type('application/json')
        .send(body);
    },
  };
  const { certificate } = options;
  const adapter = certificate
    ? new FastifyAdapter({ ...server, https: { ...connections, ...certificate } } as FastifyHttpsOptions<TlsServer>)
    : new FastifyAdapter(server);
  const instance = adapter.getInstance();
  const routes = new RouteTable(instance);
  acceptJsonOnly(instance);
  addRequestHooks(instance, open, metrics, options.captures);
  addBrowserHooks(instance, options.browsers);
  addAccessHook(instance, options.guard);
  // before the quotas: what is refused for want of memory is not counted
  addLoadHook(instance, options.load);
  addQuotaHook(instance, options.quotas);
  return { adapter, routes };
}
