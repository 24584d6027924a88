import type { IncomingHttpHeaders } from 'node:http';
import { ForbiddenException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { isSameOrigin } from './form/same-origin.js';

/** What the pages ask of the server, beside themselves. `/admin` stays closed to other machines, as everywhere. */
const FORWARDED = ['/v1', '/admin/status', '/admin/plugins', '/admin/slots', '/docs', '/openapi.json', '/session'];

/** Sends the calls of the pages, the WebSocket too, on to the server: browsers know one address only. */
export async function forward(instance: FastifyInstance, { upstream }: { upstream: string }): Promise<void> {
  const { default: proxy } = await import('@fastify/http-proxy');
  instance.removeAllContentTypeParsers();
  for (const prefix of FORWARDED) {
    const replyOptions = {
      rewriteRequestHeaders: (_: unknown, headers: IncomingHttpHeaders) => withoutOrigin(headers),
      onError: sayAway,
    };
    instance.register(proxy, { upstream, prefix, rewritePrefix: prefix, replyOptions });
  }
  instance.register(proxy, {
    upstream,
    prefix: '/v1/ws',
    rewritePrefix: '/v1/ws',
    websocket: true,
    // the server sees this service, not the page: whose page it is has to be asked here
    preValidation: (request, _reply, done) => done(isSameOrigin(request.headers) ? undefined : refusal()),
  });
}

/** Where a page is from was looked at here; the server would miss its own address in it. */
function withoutOrigin<Headers extends IncomingHttpHeaders>({ origin: _, ...headers }: Headers) {
  return headers;
}

function refusal(): ForbiddenException {
  return new ForbiddenException('Pages of other sites may not use this server.');
}

/** The server behind this one is not there. */
function sayAway(reply: { status(code: number): { send(body: object): unknown } }): void {
  const message = 'The server behind this page does not answer; try again in a moment.';
  void reply.status(502).send({ error: { message, type: 'server_error', param: null, code: 'upstream' } });
}
