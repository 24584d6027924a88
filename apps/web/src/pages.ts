import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Rendering } from './render/page-document.js';
import type { PageName } from './shared/page-state.js';

/** Longest form that is read, in bytes: a conversation comes back whole with each message. */
const FORM_LIMIT = 4 * 1024 * 1024;

/** A page has to be seen before a key can be given for it; what it shows needs one. */
const OPEN = { config: { public: true } };

const PATHS: Record<string, Exclude<PageName, 'login'>> = {
  '/': 'chat',
  '/status': 'status',
  '/embeddings': 'embeddings',
};

/** How the pages reach what they show. */
export interface PagesOptions {
  /** Base URL of the server whose models answer; not given: the server that the pages are mounted in. */
  upstream?: string;
  /** Where the documents of the pages are; not given: what the build made. */
  rendering?: () => Promise<Rendering>;
}

/**
 * The pages as a Fastify plugin. Forms are read here alone: in the rest of a server JSON stays the only body. What
 * renders is imported when it is first asked for.
 */
export async function pages(
  instance: FastifyInstance,
  { upstream, rendering = () => import('./render/rendering.js') }: PagesOptions,
): Promise<void> {
  instance.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_LIMIT },
    (_request, body, done) => done(null, new URLSearchParams(body as string)),
  );
  for (const [path, page] of Object.entries(PATHS)) {
    instance.get(path, OPEN, async (request, reply) =>
      (await import('./show-page.js')).showPage(page, request, reply, await rendering(), upstream),
    );
  }
  instance.post('/', OPEN, async (request: FastifyRequest<{ Body: unknown }>, reply: FastifyReply) =>
    (await import('./form/answer-form.js')).answerForm(request, reply, await rendering(), upstream),
  );
  instance.get('/assets/:name', OPEN, async (request: FastifyRequest<{ Params: { name: string } }>, reply) =>
    (await import('./render/send-asset.js')).sendAsset(request, reply, await rendering()),
  );
  instance.get('/login', OPEN, async (request: FastifyRequest<{ Querystring: { next?: unknown } }>, reply) =>
    (await import('./login/send-login.js')).sendLogin(reply, await rendering(), { next: request.query.next }),
  );
  instance.post('/login', OPEN, async (request, reply) =>
    (await import('./login/log-in.js')).logIn(request, reply, await rendering(), upstream),
  );
  instance.post('/logout', OPEN, async (_request, reply) => (await import('./login/log-out.js')).logOut(reply));
}
