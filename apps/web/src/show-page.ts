import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Rendering } from './render/page-document.js';
import { pageHeaders } from './render/page-headers.js';
import type { PageName } from './shared/page-state.js';
import { Upstream } from './upstream.js';

/** Sends a page with the models of the moment. */
export async function showPage(
  page: Exclude<PageName, 'login'>,
  request: FastifyRequest,
  reply: FastifyReply,
  { renderPage, development = false }: Rendering,
  upstream?: string,
): Promise<unknown> {
  const ability = page === 'embeddings' ? 'embeddings' : 'chat';
  const asked = new Upstream(request, upstream);
  const { models, problem, needsKey } = await asked.models(ability);
  if (needsKey) return reply.redirect(page === 'chat' ? 'login' : `login?next=${page}`, 303);
  const { before, after } = renderPage({ page, models, ...(problem && { problem }), loggedIn: asked.hasSession });
  return reply.headers(pageHeaders(development)).send(before + after);
}
