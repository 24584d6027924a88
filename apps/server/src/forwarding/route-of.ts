import type { IncomingHttpHeaders } from 'node:http';
import { HARDWARE_UNION, listOf, SLOT_SUM, type Union, USAGE_SUM, unionOf } from './union.js';

/**
 * Who answers a request: one engine of a service; one, and then all others too, that `pull` a model; the `first` service that knows what it names; the one engine, of all,
 * that `owns` it; `every` engine that has the model; all engines together; or the server's own store of responses.
 */
export type Route =
  | { to: 'inference' | 'embeddings' | 'pull' | 'first' | 'owner' | 'every' | 'responses' }
  | { to: 'all'; union: Union };

interface Rule {
  /** Of the path without its query. */
  path: RegExp;
  methods?: string[];
  route: Route;
}

const RULES: Rule[] = [
  { path: /^\/v1\/(embeddings|rerank)$/, route: { to: 'embeddings' } },
  { path: /^\/v2(\/|$)/, route: { to: 'embeddings' } },
  { path: /^\/api\/embed(dings)?$/, route: { to: 'embeddings' } },
  { path: /^\/v1\/responses(\/|$)/, route: { to: 'responses' } },
  { path: /^\/v1\/models$/, methods: ['GET'], route: { to: 'all', union: unionOf('data', 'id') } },
  { path: /^\/api\/(tags|ps)$/, methods: ['GET'], route: { to: 'all', union: unionOf('models', 'name') } },
  { path: /^\/models$/, methods: ['GET'], route: { to: 'all', union: unionOf('data', 'id') } },
  {
    path: /^\/admin\/plugins$/,
    methods: ['GET'],
    route: { to: 'all', union: unionOf('plugins', 'name', 'as it comes') },
  },
  { path: /^\/admin\/hardware$/, methods: ['GET'], route: { to: 'all', union: HARDWARE_UNION } },
  { path: /^\/admin\/slots$/, methods: ['GET'], route: { to: 'all', union: SLOT_SUM } },
  { path: /^\/admin\/usage$/, methods: ['GET'], route: { to: 'all', union: USAGE_SUM } },
  { path: /^\/admin\/requests$/, methods: ['GET'], route: { to: 'all', union: listOf('requests') } },
  { path: /^\/admin\/requests\/[^/]+$/, methods: ['DELETE'], route: { to: 'owner' } },
  { path: /^\/v1\/streams\//, route: { to: 'owner' } },
  { path: /^\/models\/pull$/, methods: ['POST'], route: { to: 'pull' } },
  { path: /^\/models\/pulls(\/|$)/, route: { to: 'owner' } },
  { path: /^\/models\/.+\/(load|unload)$/, methods: ['POST'], route: { to: 'every' } },
  { path: /^\/models\/.+$/, methods: ['DELETE'], route: { to: 'every' } },
  { path: /^\/api\/delete$/, methods: ['DELETE'], route: { to: 'every' } },
  { path: /^\/(v1\/)?models\/.+$/, methods: ['GET'], route: { to: 'first' } },
  { path: /^\/v1\/parameters$/, route: { to: 'first' } },
  { path: /^\/api\/show$/, route: { to: 'first' } },
];

/** Who answers it. What no rule names is the inference engines'. */
export function routeOf(method: string, path: string, headers: IncomingHttpHeaders): Route {
  // in Anthropic's shape it has pages, and language models alone
  if (path === '/v1/models' && headers['anthropic-version'] !== undefined) return { to: 'inference' };
  const rule = RULES.find((it) => it.path.test(path) && (it.methods?.includes(method) ?? true));
  return rule?.route ?? { to: 'inference' };
}

/** The paths that are forwarded, as Fastify writes them. */
export const FORWARDED_PATHS = [
  '/v1/*',
  '/v2',
  '/v2/*',
  '/api/*',
  '/models',
  '/models/*',
  '/admin/*',
  '/tokenize',
  '/detokenize',
  '/apply-template',
  '/asyncapi.json',
];

/** Whether a request may be sent again after its engine was lost with it: all but what changes the store of models. */
export function isRepeatable(method: string, path: string): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  return !/^\/(models|admin)(\/|$)|^\/api\/(pull|push|delete|create|copy)$/.test(path);
}
