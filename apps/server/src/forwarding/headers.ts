import type { IncomingHttpHeaders } from 'node:http';
import { KEY_NAME_HEADER, PRIORITY_HEADER, SERVER_HEADER, SERVICE_TOKEN_HEADER } from '@predict-otron/service';

/** Of one connection, not of the message (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Set anew for the engine, or none of its business: keys and the sites whose pages may ask are the server's, and where a
 * gateway sends a request is between the gateway and its endpoint picker.
 */
const NOT_FORWARDED = new Set([
  'host',
  'content-length',
  'expect',
  'authorization',
  'x-api-key',
  'cookie',
  'origin',
  'x-request-id',
  SERVICE_TOKEN_HEADER,
  KEY_NAME_HEADER,
  PRIORITY_HEADER,
  SERVER_HEADER,
]);
const GATEWAY_ONLY = /^x-gateway-destination-endpoint/;

/** The headers of a client's request as an engine gets them: trace context and routing hints pass untouched. */
export function forwardedHeaders(
  headers: IncomingHttpHeaders,
  own: Record<string, string | undefined>,
): Record<string, string | string[]> {
  const named = String(headers.connection ?? '')
    .toLowerCase()
    .split(/\s*,\s*/);
  const kept = Object.entries(headers).filter(
    ([name, value]) =>
      value !== undefined &&
      !HOP_BY_HOP.has(name) &&
      !NOT_FORWARDED.has(name) &&
      !named.includes(name) &&
      !GATEWAY_ONLY.test(name),
  );
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...kept, ...given]) as Record<string, string | string[]>;
}

/** Set by the server itself on every answer. */
const SERVERS_OWN = new Set(['date', 'x-request-id']);

/** The headers of an engine's answer as the client gets them. */
export function answeredHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const kept = Object.entries(headers).filter(
    ([name, value]) => value !== undefined && !HOP_BY_HOP.has(name) && !SERVERS_OWN.has(name),
  );
  return Object.fromEntries(kept) as Record<string, string | string[]>;
}
