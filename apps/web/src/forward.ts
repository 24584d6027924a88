import type { FastifyInstance } from 'fastify';

/** What the pages ask of the server, beside themselves. `/admin` stays closed to other machines, as everywhere. */
const FORWARDED = ['/v1', '/admin/status', '/admin/plugins', '/docs', '/openapi.json'];

/** Sends the calls of the pages, the WebSocket too, on to the server: the browser knows one address only. */
export async function forward(instance: FastifyInstance, { upstream }: { upstream: string }): Promise<void> {
  const { default: proxy } = await import('@fastify/http-proxy');
  instance.removeAllContentTypeParsers();
  for (const prefix of FORWARDED) {
    instance.register(proxy, { upstream, prefix, rewritePrefix: prefix, websocket: prefix === '/v1' });
  }
}
