import { PluginError } from '@predict-otron/plugin-sdk';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from './caller.js';
import type { Allowance, Allowances, Quotas } from './quotas.js';
import { isInference } from './scope.js';

/** Counts the requests of each key that make models work, and answers with 429 what is too much. */
export function addQuotaHook(instance: FastifyInstance, quotas: Quotas): void {
  instance.addHook('onRequest', async (request, reply) => {
    const { key } = callerOf(request.raw);
    if (!key || !quotas.of(key) || !isInference(request.method, request.url)) return;
    // over a WebSocket each chat is a request
    if (opensSocket(request)) return;
    try {
      const { allowances, end } = await quotas.begin(key);
      reply.raw.once('close', end);
      // a client that left while Redis was asked
      if (reply.raw.destroyed || request.raw.socket.destroyed) end();
      tell(reply, allowances);
    } catch (error) {
      const { of, limit, retryAfterSeconds } = PluginError.from(error).details;
      if (typeof of === 'string') {
        tell(reply, { [of]: { limit, remaining: 0, resetSeconds: retryAfterSeconds } });
      }
      throw error;
    }
  });
}

/** As OpenAI's API names them; on the raw response, so that answers which bypass Fastify carry them as well. */
function tell({ raw }: FastifyReply, allowances: Allowances): void {
  for (const [of, { limit, remaining, resetSeconds }] of Object.entries(allowances) as [string, Allowance][]) {
    raw.setHeader(`x-ratelimit-limit-${of}`, limit);
    raw.setHeader(`x-ratelimit-remaining-${of}`, remaining);
    raw.setHeader(`x-ratelimit-reset-${of}`, `${resetSeconds}s`);
  }
}

/** By its route: what else a client wants to upgrade is answered as if it did not. */
function opensSocket({ method, headers, routeOptions }: FastifyRequest): boolean {
  return method === 'GET' && headers.upgrade !== undefined && routeOptions.url?.startsWith('/v1/ws') === true;
}
