import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Rendering } from '../render/page-document.js';
import { pageHeaders } from '../render/page-headers.js';
import { Upstream } from '../upstream.js';
import { readForm } from './posted-form.js';
import { isSameOrigin } from './same-origin.js';
import { streamedPage } from './streamed-page.js';

/** Answers the chat form with the whole page, the answer streamed into it: chat without JavaScript. */
export async function answerForm(
  request: FastifyRequest<{ Body: unknown }>,
  reply: FastifyReply,
  rendering: Rendering,
  upstreamUrl?: string,
): Promise<unknown> {
  const refuse = (status: number, sentence: string) =>
    reply.status(status).type('text/plain; charset=utf-8').send(`${sentence}\n`);
  if (!isSameOrigin(request.headers)) return refuse(403, 'This form may be sent from its own page only.');
  const upstream = new Upstream(request, upstreamUrl);
  const gone = new AbortController();
  reply.raw.on('close', () => gone.abort());
  try {
    const form = readForm(request.body);
    const listed = await upstream.models('chat');
    const page = streamedPage(form, listed, upstream, rendering, gone.signal);
    return reply.headers(pageHeaders(rendering.development ?? false)).send(Readable.from(page));
  } catch (error) {
    if (error instanceof RangeError) return refuse(400, error.message);
    throw error;
  }
}
