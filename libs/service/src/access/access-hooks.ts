import { PluginError } from '@predict-otron/plugin-sdk';
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify';
import type { AccessGuard } from './access-guard.js';
import { setCaller } from './caller.js';
import type { Scope } from './scope.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Open to all, also where keys are in use: a page that asks for one has to be seen first. */
    public?: boolean;
  }
}

/** Open in every case: those who ask run the server, and learn nothing of its users. */
const PROBES = new Set(['/health', '/ready', '/metrics']);

/** Lets requests in, or answers them with 401 or 403 in the error body of the API that they are of. */
export function addAccessHook(instance: FastifyInstance, guard: AccessGuard): void {
  instance.addHook('onRequest', (request, reply, done) => {
    if (isPublic(request)) return done();
    try {
      setCaller(request.raw, guard.admit(request.raw, scopesOf(request)));
      done();
    } catch (error) {
      if (PluginError.is(error) && error.code === 'UNAUTHENTICATED') reply.raw.setHeader('WWW-Authenticate', 'Bearer');
      done(error as Error);
    }
  });
}

function isPublic({ routeOptions, method }: FastifyRequest): boolean {
  const { url, config } = routeOptions as { url?: string; config?: FastifyContextConfig };
  // what comes before a request with other headers carries no key
  return method === 'OPTIONS' || PROBES.has(url ?? '') || config?.public === true;
}

/** By the route too, however its path was written. What is not there needs any key, so that it is not found. */
function scopesOf({ routeOptions, is404 }: FastifyRequest): Scope[] | undefined {
  if (routeOptions.url?.startsWith('/admin')) return ['admin'];
  return is404 ? ['chat', 'embeddings', 'models:read', 'models:write', 'admin'] : undefined;
}
