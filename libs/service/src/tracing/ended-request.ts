import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { errorCodeOf, pathOf } from '../log/request-log.js';
import { workOf } from '../log/request-work.js';
import { protocolOf } from '../tls/protocol-of.js';
import type { EndedRequest } from './span-facts.js';

/** A request that has ended, as a span tells of it. */
export function endedRequest(request: FastifyRequest, response: ServerResponse, status: number): EndedRequest {
  const { method, raw, body, routeOptions, is404 } = request;
  return {
    method,
    path: pathOf(raw.url),
    ...(!is404 && routeOptions.url !== undefined && { route: routeOptions.url }),
    scheme: protocolOf(raw),
    host: raw.headers.host,
    status,
    code: errorCodeOf(response),
    body,
    work: workOf(response),
  };
}

/** Work that was asked for over a WebSocket, by the request that opened it. */
export function endedWork(opened: IncomingMessage, how: Pick<EndedRequest, 'status' | 'code' | 'work'>): EndedRequest {
  return { method: 'POST', path: pathOf(opened.url), scheme: protocolOf(opened), host: opened.headers.host, ...how };
}
