import { administrates, decodedPath } from '../http/administrates.js';

/** What a key may be for. */
export const SCOPES = ['chat', 'embeddings', 'models:read', 'models:write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

interface Rule {
  path: RegExp;
  /** True for a rule about reading alone. */
  reads?: boolean;
  /** Any one of them is enough. */
  scopes: Scope[];
}

const RULES: Rule[] = [
  { path: /^\/(v1\/models|models)(\/|$)/, reads: true, scopes: ['models:read'] },
  { path: /^\/api\/(tags|ps|version)$/, reads: true, scopes: ['models:read'] },
  { path: /^\/(docs(\/|$)|openapi\.json$|asyncapi\.json$|v1\/parameters$)/, reads: true, scopes: ['models:read'] },
  { path: /^\/api\/show$/, scopes: ['models:read'] },
  { path: /^\/v2(\/|$)/, reads: true, scopes: ['models:read', 'embeddings'] },
  { path: /^\/v2\/|^\/v1\/(embeddings|rerank)$|^\/api\/embed(dings)?$/, scopes: ['embeddings'] },
  { path: /^\/(tokenize|detokenize|apply-template)$/, scopes: ['chat', 'embeddings'] },
  // what a server in front hands on: a response together with the conversation before it
  { path: /^\/internal\/responses(\/|$)/, scopes: ['chat'] },
  { path: /^\/v1\/(chat|completions|responses|conversations|messages|streams|ws)(\/|$)/, scopes: ['chat'] },
  { path: /^\/api\/(chat|generate)$/, scopes: ['chat'] },
];

/**
 * The scopes of which a key needs one for a request. What no rule names needs `admin`: a route that somebody adds and
 * forgets here is closed.
 */
export function scopesFor(method: string, url: string): Scope[] {
  const path = decodedPath(url);
  if (/^\/admin(\/|$)/.test(path)) return ['admin'];
  if (administrates(method, url)) return ['models:write'];
  const rule = RULES.find((it) => it.path.test(path) && (!it.reads || READING.has(method)));
  return rule?.scopes ?? ['admin'];
}

/** Whether a request makes models work, which quotas count. */
export function isInference(method: string, url: string): boolean {
  return scopesFor(method, url).some((scope) => scope === 'chat' || (scope === 'embeddings' && !READING.has(method)));
}
