import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { protocolOf } from '../tls/protocol-of.js';
import type { AccessGuard } from './access-guard.js';
import { SESSION_COOKIE, SESSION_SECONDS } from './sessions.js';

/**
 * `POST /session` gives a browser a cookie for the key that it sends in a header, `DELETE /session` takes it away, where
 * keys are in use. Scripts cannot read the cookie, and other sites cannot send it.
 */
export function addSessionRoutes(instance: FastifyInstance, guard: AccessGuard): void {
  if (!guard.keys.required) return;
  const config = { public: true };
  instance.post('/session', { config }, (request, reply) => {
    // not by the cookie that it has: the new one would last longer than the key was shown for
    const { cookie: _, ...headers } = request.headers;
    const key = guard.authenticate({ headers });
    return setCookie(request, reply, guard.sessions.issue(key), SESSION_SECONDS).send({ key: key.name });
  });
  instance.delete('/session', { config }, (request, reply) => setCookie(request, reply, '', 0).status(204).send());
}

function setCookie(request: FastifyRequest, reply: FastifyReply, value: string, seconds: number): FastifyReply {
  const secure = protocolOf(request.raw) === 'https';
  const cookie = `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
  return reply.header('Set-Cookie', cookie).header('Cache-Control', 'no-store');
}
