import type { ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import { keyNameOf } from '../access/caller.js';
import type { RequestEnd } from '../http/request-end.js';
import { type Work, workOf } from './request-work.js';

/** Asked every few seconds by whatever runs the server; their lines would hide all others. */
const PROBES = new Set(['/health', '/ready', '/metrics']);

const errorCodes = new WeakMap<ServerResponse, string>();

/** Remembers why a request failed, for its log line. The message is left out: it may quote what the client sent. */
export function noteErrorCode(response: ServerResponse, code: string): void {
  errorCodes.set(response, code);
}

/** Why a request failed, as far as that was noted. */
export function errorCodeOf(response: ServerResponse): string | undefined {
  return errorCodes.get(response);
}

/** The status of a request that has ended. 499 stands for a client that left. */
export function statusOf(response: ServerResponse, end: RequestEnd): number {
  return end === 'left' ? 499 : end === 'cut' ? 503 : response.statusCode;
}

/** One line for a request that has ended: never its query, headers or body. */
export function logRequest(request: FastifyRequest, response: ServerResponse, status: number, ms: number): void {
  const path = pathOf(request.raw.url);
  const code = errorCodeOf(response);
  const key = keyNameOf(request.raw);
  const facts = { method: request.method, path, status, ms: Math.round(ms), code, key, ...factsOf(workOf(response)) };
  request.log[levelOf(path, status)](facts, 'request');
}

/** What of the work stands in a line. */
export function factsOf({ finishReasons: _, ...facts }: Partial<Work> = {}): Partial<Work> {
  return facts;
}

function levelOf(path: string, status: number): keyof Pick<FastifyBaseLogger, 'debug' | 'info' | 'warn'> {
  if (PROBES.has(path)) return 'debug';
  return status >= 500 ? 'warn' : 'info';
}

/** The path of a request target without its query. */
export function pathOf(url = ''): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}
