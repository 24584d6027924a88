import { randomUUID } from 'node:crypto';

/** Short enough for a log line, and nothing that could break one or a header. */
const SANE = /^[\w.:-]{1,128}$/;

/** The client's own `X-Request-Id` if it is sane, otherwise a new one. */
export function requestId(header: string | string[] | undefined): string {
  return typeof header === 'string' && SANE.test(header) ? header : `req_${randomUUID()}`;
}
