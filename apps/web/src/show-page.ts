import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Rendering } from './render/page-document.js';
import { pageHeaders } from './render/page-headers.js';
import type { PageName } from './shared/page-state.js';
import { Upstream } from './upstream.js';

/** Sends a page with the models of the moment. */
export async function showPage(
  page: PageName,
  request: FastifyRequest,
  reply: FastifyReply,
  { renderPage, development = false }: Rendering,
  upstream?: string,
): Promise<unknown> {
  const ability = page === 'embeddings' ? 'embeddings' : 'chat';
  const { models, problem, needsKey } = await new Upstream(request, upstream).models(ability);
  if (needsKey) return reply.redirect('login', 303);
  const { before, after } = renderPage({ page, models, ...(problem && { problem }) });
  return reply.headers(pageHeaders(development)).send(before + after);
}
