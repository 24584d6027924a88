import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { dialectError, openAiError } from '@predict-otron/dialects';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noteErrorCode, pathOf } from '../log/request-log.js';
import type { RouteTable } from './route-table.js';
import { NOT_STARTED_HEADER } from './service-headers.js';
import { explainTransportError } from './transport-error.js';

/** Turns whatever was thrown into the answer of the request's dialect. What nobody foresaw is logged with its stack and not shown. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly routes: RouteTable,
    private readonly limits: { bodyLimit: number },
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const unknown = request.is404 && !PluginError.is(thrown);
    const error = unknown ? this.unknownRoute(request, reply) : explainTransportError(thrown, this.limits);
    const { status, headers, body } = dialectError(error, request);
    noteErrorCode(reply.raw, openAiError(error).body.error.code ?? String(status));
    if (mayGoElsewhere(error)) void reply.header(NOT_STARTED_HEADER, 'true');
    if (status === 500) logDefect(request, error);
    if (reply.sent || reply.raw.headersSent || request.raw.socket.destroyed) {
      // the answer has begun, or nobody waits for it: the end of the connection is all that can be said
      reply.raw.destroy();
      return;
    }
    void reply.status(status).headers(headers).type('application/json').send(body);
  }

  private unknownRoute(request: FastifyRequest, reply: FastifyReply): HttpException {
    const path = pathOf(request.raw.url);
    const methods = this.routes.methods(path);
    if (methods.length === 0 || methods.includes(request.method)) {
      return new HttpException(`Nothing is at ${path}. GET /openapi.json lists all there is.`, 404);
    }
    void reply.header('Allow', methods.join(', '));
    return new HttpException(`${path} does not answer ${request.method}, only ${methods.join(', ')}.`, 405);
  }
}

function logDefect({ log }: FastifyRequest, err: unknown): void {
  log.error(
    { context: ErrorFilter.name, err },
    err instanceof Error ? err.message : 'Something that is no error was thrown.',
  );
}

/** It was refused at once. One that has waited for as long as it may is not to wait in another line. */
function mayGoElsewhere(error: unknown): boolean {
  return PluginError.is(error) && error.code === 'OVERLOADED' && error.details.waitedMs === undefined;
}
