import { protocolOf } from '@predict-otron/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Rendering } from '../render/page-document.js';
import { Upstream } from '../upstream.js';
import { pathAfter, sendLogin } from './send-login.js';

/** How long the server may take to judge a key, in milliseconds. */
const LIMIT = 5_000;

/** Changes a key for the server's cookie, and shows the page. */
export async function logIn(
  request: FastifyRequest,
  reply: FastifyReply,
  rendering: Rendering,
  upstreamUrl?: string,
): Promise<FastifyReply> {
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  const key = (form.get('key') ?? '').trim();
  const next = form.get('next');
  const refuse = (problem: string) => sendLogin(reply, rendering, { next, problem });
  // what could not stand in a header is no key
  if (!/^[!-~]+$/.test(key)) return refuse('This is no API key.');
  const upstream = new Upstream(request, upstreamUrl);
  const asked = upstream.fetch(upstream.url('/session'), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'x-forwarded-proto': protocolOf(request.raw) },
    signal: AbortSignal.timeout(LIMIT),
  });
  const answer = await asked.catch(() => undefined);
  if (answer?.status === 401) return refuse('This key is not valid here: it is wrong, was revoked or has expired.');
  // 404: this server needs no keys
  if (!answer?.ok && answer?.status !== 404) return refuse('The server does not answer. Try again in a moment.');
  return reply.headers({ 'set-cookie': answer.headers.getSetCookie() }).redirect(pathAfter(next), 303);
}
