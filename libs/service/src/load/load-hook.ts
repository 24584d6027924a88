import type { FastifyInstance } from 'fastify';
import { isInference } from '../access/scope.js';
import { NOT_STARTED_HEADER } from '../http/service-headers.js';
import type { LoadWatch } from './load-watch.js';

/** Refuses work that there is no memory for. A server in front asks another engine. */
export function addLoadHook(instance: FastifyInstance, load: Pick<LoadWatch, 'admit'>): void {
  instance.addHook('onRequest', (request, reply, done) => {
    if (request.method === 'GET' || request.method === 'HEAD' || !isInference(request.method, request.url))
      return done();
    try {
      load.admit();
      done();
    } catch (error) {
      reply.raw.setHeader(NOT_STARTED_HEADER, 'true');
      done(error as Error);
    }
  });
}
