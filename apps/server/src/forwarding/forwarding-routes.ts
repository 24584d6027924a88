import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import {
  KEY_NAME_HEADER,
  KeyUsage,
  keyNameOf,
  OpenRequests,
  PRIORITY_HEADER,
  priorityOf,
  SERVER_HEADER,
  SERVICE_TOKEN_HEADER,
  traceHeadersOf,
} from '@predict-otron/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ServerConfiguration } from '../configuration/server-configuration.js';
import { GatheredTokens } from '../counting/gathered-tokens.js';
import { ResponseForwarding } from '../responses/response-forwarding.js';
import type { EngineService } from '../upstreams/engine-service.js';
import { Engines } from '../upstreams/engines.js';
import type { Upstream } from '../upstreams/upstream.js';
import { askAll, askEvery, pullAlike } from './ask-engines.js';
import { type IsRefusal, notStarted, type OutgoingRequest } from './attempt.js';
import { type Forwarding, forward } from './forwarder.js';
import { forwardedHeaders } from './headers.js';
import { modelOf } from './model-of.js';
import { FORWARDED_PATHS, isRepeatable, routeOf } from './route-of.js';
import { proxySockets } from './socket-proxy.js';

const MEBIBYTE = 1024 * 1024;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Everything that engines answer, at the paths where a single process answers it. */
@Injectable()
export class ForwardingRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly engines: Engines,
    private readonly configuration: ServerConfiguration,
    private readonly responses: ResponseForwarding,
    private readonly tokens: GatheredTokens,
    private readonly usage: KeyUsage,
    private readonly open: OpenRequests,
  ) {}

  onModuleInit(): void {
    const instance: FastifyInstance = this.host.httpAdapter.getInstance();
    void instance.register(async (scope) => {
      // bodies pass as they came: what is wrong with one is the engine's to say
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      const { configuration, engines } = this;
      await proxySockets(scope, engines.inference, {
        maxPayload: configuration.bodyLimit * MEBIBYTE,
        connectMs: engines.limits.connectMs,
        headersOf: (request) => this.outgoing(request).headers,
        admissionOf: (opened) => (this.usage.quotaOf(opened) ? () => this.open.admit(opened) : undefined),
      });
      for (const url of FORWARDED_PATHS) {
        scope.route({ method: METHODS, url, handler: (request, reply) => this.answer(request, reply) });
      }
    });
  }

  /** The request as an engine gets it. */
  outgoing({ raw, headers, id, body }: FastifyRequest): OutgoingRequest {
    const { serviceToken } = this.configuration;
    const own = {
      'x-request-id': id,
      ...traceHeadersOf(raw),
      [SERVICE_TOKEN_HEADER]: serviceToken,
      // engines believe it of a server that they know
      ...(serviceToken !== undefined && {
        [KEY_NAME_HEADER]: keyNameOf(raw),
        [PRIORITY_HEADER]: priorityOf(raw)?.toString(),
        [SERVER_HEADER]: this.tokens.serverOf(raw),
      }),
    };
    return {
      method: raw.method ?? 'GET',
      path: raw.url ?? '/',
      headers: forwardedHeaders(headers, own),
      ...(Buffer.isBuffer(body) && { body }),
    };
  }

  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const outgoing = this.outgoing(request);
    const [path = '/'] = outgoing.path.split('?', 1);
    const route = routeOf(outgoing.method, path, request.headers);
    const common = {
      outgoing,
      overallMs: this.engines.limits.overallMs,
      repeatable: isRepeatable(outgoing.method, path),
    };
    const send = (more: Pick<Forwarding, 'pick' | 'name'> & Partial<Forwarding>) =>
      forward(request, reply, { ...common, ...more });
    switch (route.to) {
      case 'inference':
      case 'embeddings': {
        const service = this.engines[route.to];
        return send({ ...toOneOf(service), pick: pickOf(service, outgoing) });
      }
      case 'pull': {
        const { inference } = this.engines;
        let asked: Upstream | undefined;
        const pick = (tried: ReadonlySet<Upstream>) => {
          asked = pickOf(inference, outgoing)(tried);
          return asked;
        };
        await send({ name: inference.name, pick });
        if (reply.raw.statusCode >= 400) return undefined;
        return pullAlike(
          inference.usable().filter((upstream) => upstream !== asked),
          common,
        );
      }
      case 'first':
        return send({ name: 'inference', isRefusal: isUnknown, pick: inOrder(this.oneOfEach(outgoing)) });
      case 'owner':
        return send({ name: 'inference', isRefusal: isUnknown, pick: inOrder(this.engines.usable()) });
      case 'every':
        return askEvery(this.engines.usable(), request, reply, common);
      case 'all':
        return askAll(this.engines.usable(), request, reply, { ...common, union: route.union });
      default: {
        const { inference } = this.engines;
        const forwarded = await this.responses.of(outgoing);
        return send({ ...toOneOf(inference), ...forwarded, pick: pickOf(inference, outgoing) });
      }
    }
  }

  private oneOfEach(outgoing: OutgoingRequest): Upstream[] {
    return this.engines.services.flatMap((service) => pickOf(service, outgoing)(new Set()) ?? []);
  }
}

const isUnknown: IsRefusal = (status, headers) => status === 404 || notStarted(status, headers);

/** Where engines have different models, one that does not know the model sends a request on to the next. */
function toOneOf({ name, upstreams }: EngineService): Pick<Forwarding, 'name' | 'isRefusal'> {
  return { name, ...(upstreams.length > 1 && { isRefusal: isUnknown }) };
}

/** Each once, in order. */
function inOrder(upstreams: Upstream[]): Forwarding['pick'] {
  return (tried) => upstreams.find((upstream) => !tried.has(upstream));
}

function pickOf(service: EngineService, outgoing: OutgoingRequest): Forwarding['pick'] {
  const model = service.differs ? modelOf(outgoing) : undefined;
  return (tried) => service.pick(tried, model);
}
