import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { ForbiddenException } from '@nestjs/common';
import { isFromThisMachine, PACED_RELAY, protocolOf } from '@predict-otron/service';
import type { FastifyInstance } from 'fastify';
import { isSameOrigin } from './form/same-origin.js';

/** What the pages ask of the server, beside themselves. `/admin` stays closed to other machines, as everywhere. */
const FORWARDED = [
  '/v1',
  '/admin/status',
  '/admin/plugins',
  '/admin/slots',
  '/docs',
  '/openapi.json',
  '/asyncapi.json',
  '/session',
];

/** Largest frame of a WebSocket, in bytes: the server behind has a limit of its own. */
const MAX_FRAME = 64 * 1024 * 1024;

/** Sends the calls of the pages, the WebSocket too, on to the server: browsers know one address only. */
export async function forward(instance: FastifyInstance, { upstream }: { upstream: string }): Promise<void> {
  const { default: proxy } = await import('@fastify/http-proxy');
  instance.removeAllContentTypeParsers();
  for (const prefix of FORWARDED) {
    const replyOptions = {
      rewriteRequestHeaders: ({ raw }: { raw: unknown }, headers: IncomingHttpHeaders) => ({
        ...withoutOrigin(headers),
        ...spokenFor(raw as IncomingMessage),
      }),
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
    wsHooks: PACED_RELAY.wsHooks,
    wsServerOptions: { maxPayload: MAX_FRAME },
    wsClientOptions: {
      ...PACED_RELAY.wsClientOptions,
      maxPayload: MAX_FRAME,
      rewriteRequestHeaders: (_: unknown, { raw }: { raw: IncomingMessage }) => ({
        ...identity(raw.headers),
        ...spokenFor(raw),
      }),
    },
  } as Parameters<typeof proxy>[1] & { prefix: string });
}

/** Where a page is from was looked at here; the server would miss its own address in it. */
function withoutOrigin<Headers extends IncomingHttpHeaders>({ origin: _, ...headers }: Headers) {
  return headers;
}

/** By what the server knows who opens a WebSocket. */
function identity({ cookie, authorization, 'x-api-key': apiKey }: IncomingHttpHeaders): Record<string, unknown> {
  return { ...(cookie && { cookie }), ...(authorization && { authorization }), ...(apiKey && { 'x-api-key': apiKey }) };
}

/**
 * Says how a client speaks, and of one on another machine that it is one: the server would take this service's address
 * for the client's.
 */
function spokenFor(request: IncomingMessage): Record<string, string> {
  const spoken = { 'x-forwarded-proto': protocolOf(request) };
  if (isFromThisMachine(request)) return spoken;
  const before = request.headers['x-forwarded-for'];
  const all = [before, request.socket.remoteAddress].flat().filter((address) => address !== undefined);
  return { ...spoken, 'x-forwarded-for': all.join(', ') };
}

function refusal(): ForbiddenException {
  return new ForbiddenException('Pages of other sites may not use this server.');
}

/** The server behind this one is not there. */
function sayAway(reply: { status(code: number): { send(body: object): unknown } }): void {
  const message = 'The server behind this page does not answer; try again in a moment.';
  void reply.status(502).send({ error: { message, type: 'server_error', param: null, code: 'upstream' } });
}
