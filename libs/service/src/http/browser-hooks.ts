import { PluginError } from '@predict-otron/plugin-sdk';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isAllowedOrigin, isAllowedPage } from './own-pages.js';

/** What decides which pages in a browser may use a server. */
export interface BrowserRules {
  /** Origins of other sites whose pages may use this server; `*` for all. */
  allowedOrigins: string[];
  /** Whether a server may be called so. */
  isAllowedHost(host: string | undefined): boolean;
}

/** On every answer; pages say more of themselves. */
const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** How long a browser may remember what an allowed site may do, in seconds. */
const PREFLIGHT_SECONDS = 600;

/** Keeps pages of other sites out: by the name that was asked, by where the page is from, and by what the answer allows. */
export function addBrowserHooks(instance: FastifyInstance, rules: BrowserRules): void {
  instance.addHook('onRequest', (request, reply, done) => {
    // on the raw response, so that answers which bypass Fastify carry them as well
    for (const [name, value] of Object.entries(HEADERS)) reply.raw.setHeader(name, value);
    const refusal = refusePage(request, rules);
    if (refusal || !allowSite(request, reply, rules)) return done(refusal);
    void reply.status(204).send();
  });
}

function refusePage({ method, headers, routeOptions }: FastifyRequest, rules: BrowserRules): PluginError | undefined {
  // who looks after the server may call it anything
  if (routeOptions.url === '/health' || routeOptions.url === '/ready' || routeOptions.url === '/metrics')
    return undefined;
  if (!rules.isAllowedHost(headers.host)) return refusedHost();
  const reads = READING.has(method) && headers.upgrade === undefined;
  return reads || isAllowedPage(headers, rules.allowedOrigins) ? undefined : refusedOrigin();
}

/** Tells browsers that an allowed site may read the answer. True when that is all that was asked. */
function allowSite(
  { method, headers }: FastifyRequest,
  { raw }: FastifyReply,
  { allowedOrigins }: BrowserRules,
): boolean {
  const { origin } = headers;
  if (allowedOrigins.length === 0 || origin === undefined || !isAllowedOrigin(origin, allowedOrigins)) return false;
  raw.setHeader('Access-Control-Allow-Origin', origin);
  raw.setHeader('Vary', 'Origin');
  raw.setHeader('Access-Control-Expose-Headers', '*');
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false;
  raw.setHeader('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE');
  raw.setHeader('Access-Control-Allow-Headers', headers['access-control-request-headers'] ?? '');
  raw.setHeader('Access-Control-Max-Age', String(PREFLIGHT_SECONDS));
  return true;
}

/** For a name that this server does not go by. */
export function refusedHost(): PluginError {
  return new PluginError('FORBIDDEN', 'This server does not go by the name in "Host": see --allowed-hosts.');
}

/** For a page of another site. */
export function refusedOrigin(): PluginError {
  return new PluginError('FORBIDDEN', 'Pages of this origin may not use this server: see --allowed-origins.');
}
