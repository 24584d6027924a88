import type { IncomingHttpHeaders } from 'node:http';

/** Headers that tell of the client and its connection. Any other may be a secret. */
const KEPT = new Set([
  ...[
    'accept',
    'accept-encoding',
    'connection',
    'content-encoding',
    'content-length',
    'content-type',
    'expect',
    'host',
  ],
  ...['transfer-encoding', 'upgrade', 'user-agent', 'traceparent', 'x-request-id', 'x-forwarded-proto'],
  ...['anthropic-version', 'anthropic-beta', 'openai-beta'],
]);

/** The headers of a request without secrets: of all but a few the length. */
export function redactHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const shown = Object.entries(headers).map(([name, value = '']) => {
    const text = String(value);
    return [name, KEPT.has(name) ? text : `[${text.length} characters]`];
  });
  return Object.fromEntries(shown);
}
