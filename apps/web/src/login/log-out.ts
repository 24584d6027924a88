import { SESSION_COOKIE } from '@predict-otron/service';
import type { FastifyReply } from 'fastify';

/** Takes the cookie back, which is all that there is of a session, and shows what is there without one. */
export function logOut(reply: FastifyReply): FastifyReply {
  return reply
    .header('Set-Cookie', `${SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`)
    .redirect('.', 303);
}
