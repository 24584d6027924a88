import { type ErrorCode, PluginError } from '@predict-otron/plugin-sdk';
import { HTTP_STATUS } from './http-status.js';

/** An error as a client may see it, before a dialect gives it its shape. */
export interface Failure {
  status: number;
  /** `undefined` for an error of the HTTP layer, such as an unknown path. */
  code?: ErrorCode;
  /** For people; says nothing of the server's insides. */
  message: string;
  /** The field that is at fault, as the error named it. */
  param?: string;
  /** What is wrong with a field: see `FieldProblem`. */
  problem?: string;
  /** Seconds after which another try makes sense. */
  retryAfterSeconds?: number;
}

const INTERNAL_MESSAGE = 'The server had an internal error. Its log has the details under the id of this request.';

/**
 * Whatever was thrown, made fit for a client: a PluginError by its code, an HTTP error of Fastify or Nest by its status,
 * anything else as an internal error. Messages of internal errors are replaced.
 */
export function toFailure(error: unknown): Failure {
  if (PluginError.is(error)) return ofPluginError(error);
  const status = httpStatusOf(error);
  if (status === undefined || status >= 500) {
    return { status: status ?? 500, code: 'INTERNAL', message: INTERNAL_MESSAGE };
  }
  return { status, message: (error as { message: string }).message, ...retryAfter(status, undefined) };
}

function ofPluginError({ code, message, details }: PluginError): Failure {
  const status = HTTP_STATUS[code] ?? 500;
  return {
    status,
    code,
    message: status === 500 ? INTERNAL_MESSAGE : withPlace(message, details.path),
    ...(typeof details.param === 'string' ? { param: details.param } : {}),
    ...(typeof details.problem === 'string' ? { problem: details.problem } : {}),
    ...retryAfter(status, details.retryAfterSeconds),
  };
}

/** A fault in a JSON Schema has its place in it, as a JSON pointer. */
function withPlace(message: string, path: unknown): string {
  if (typeof path !== 'string') return message;
  return `${message} The place in the schema: ${path === '' ? 'its root' : path.slice(0, 200)}`;
}

/** Fastify's errors have `statusCode`, Nest's have `getStatus()`. */
function httpStatusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const { statusCode, getStatus } = error as { statusCode?: unknown; getStatus?: unknown };
  const status = typeof getStatus === 'function' ? getStatus.call(error) : statusCode;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : undefined;
}

function retryAfter(status: number, seconds: unknown): { retryAfterSeconds?: number } {
  if (status !== 429 && status !== 503) return {};
  return { retryAfterSeconds: typeof seconds === 'number' && seconds > 0 ? Math.ceil(seconds) : 1 };
}
