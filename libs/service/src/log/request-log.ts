import type { ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import { keyNameOf } from '../access/caller.js';
import type { RequestEnd } from '../http/open-requests.js';
import { workOf } from './request-work.js';

/** Asked every few seconds by whatever runs the server; their lines would hide all others. */
const PROBES = new Set(['/health', '/ready', '/metrics']);

const errorCodes = new WeakMap<ServerResponse, string>();

/** Remembers why a request failed, for its log line. The message is left out: it may quote what the client sent. */
export function noteErrorCode(response: ServerResponse, code: string): void {
  errorCodes.set(response, code);
}

/** The status of a request that has ended. 499 stands for a client that left. */
export function statusOf(response: ServerResponse, end: RequestEnd): number {
  return end === 'left' ? 499 : end === 'cut' ? 503 : response.statusCode;
}

/** One line for a request that has ended: never its query, headers or body. */
export function logRequest(request: FastifyRequest, response: ServerResponse, status: number, ms: number): void {
  const path = pathOf(request.raw.url);
  const code = errorCodes.get(response);
  const key = keyNameOf(request.raw);
  const facts = { method: request.method, path, status, ms: Math.round(ms), code, key, ...workOf(response) };
  request.log[levelOf(path, status)](facts, 'request');
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
