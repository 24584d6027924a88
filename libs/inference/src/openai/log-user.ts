import type { FastifyRequest } from 'fastify';

/** Writes who the client says the end user is to the log, beside the request's id. */
export function logUser(request: FastifyRequest, user: string | undefined): void {
  if (user !== undefined) request.log.info({ user }, 'The request has a user.');
}
