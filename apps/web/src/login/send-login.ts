import type { FastifyReply } from 'fastify';
import type { Rendering } from '../render/page-document.js';
import { pageHeaders } from '../render/page-headers.js';

/** Pages that a reader can come back to after the login, beside the chat. */
const NEXT: unknown[] = ['status', 'embeddings'];

/** Where to go after the login, as a path relative to it. */
export function pathAfter(next: unknown): string {
  return NEXT.includes(next) ? String(next) : '.';
}

/** The form for an API key, without a script. `problem`: a sentence of ours that says why the last try failed. */
export function sendLogin(
  reply: FastifyReply,
  { renderPage, development = false }: Rendering,
  { next, problem }: { next?: unknown; problem?: string },
): FastifyReply {
  const { before, after } = renderPage({
    page: 'login',
    models: [],
    ...(problem !== undefined && { problem }),
    ...(NEXT.includes(next) && { next: String(next) }),
  });
  return reply
    .status(problem === undefined ? 200 : 401)
    .headers(pageHeaders(development))
    .send(before + after);
}
