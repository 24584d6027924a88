import type { FastifyReply, FastifyRequest } from 'fastify';
import { Upstream } from '../upstream.js';
import { sendLogin } from './login-page.js';

/** How long the server may take to judge a key, in milliseconds. */
const LIMIT = 5_000;

/** Changes a key for the server's cookie, and shows the page. */
export async function logIn(request: FastifyRequest, reply: FastifyReply, upstreamUrl?: string): Promise<FastifyReply> {
  const key = request.body instanceof URLSearchParams ? (request.body.get('key') ?? '').trim() : '';
  // what could not stand in a header is no key
  if (!/^[!-~]+$/.test(key)) return sendLogin(reply, 'This is no API key.');
  const proto = request.headers['x-forwarded-proto'];
  const answer = await fetch(new Upstream(request, upstreamUrl).url('/session'), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...(typeof proto === 'string' && { 'x-forwarded-proto': proto }) },
    signal: AbortSignal.timeout(LIMIT),
  }).catch(() => undefined);
  if (answer?.status === 401) return sendLogin(reply, 'This key is not valid here.');
  // 404: this server needs no keys
  if (!answer?.ok && answer?.status !== 404) return sendLogin(reply, 'The server does not answer. Try again.');
  return reply.headers({ 'set-cookie': answer.headers.getSetCookie() }).redirect('.', 303);
}
