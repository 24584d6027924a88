import type { AddressInfo } from 'node:net';
import { type ArgumentsHost, Catch, type ExceptionFilter, Global, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { dialectError } from '@predict-otron/dialects';
import { Embedders, Models, Rerankers, TimeLimits, VectorLedger } from '@predict-otron/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EmbeddingsModule } from '../embeddings.module.js';
import type { EmbeddingsOptions } from '../options.js';
import type { FakeKernel } from './fake-kernel.js';

/** As the server's own filter does it. */
@Catch()
class TestErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const { status, headers, body } = dialectError(error, request);
    void host.switchToHttp().getResponse<FastifyReply>().status(status).headers(headers).send(body);
  }
}

/** The module behind a real Fastify server on a free port of the loopback. */
export async function startApp(kernel: FakeKernel, options?: Partial<EmbeddingsOptions>) {
  @Global()
  @Module({
    providers: [
      { provide: Models, useValue: kernel.models },
      { provide: Embedders, useValue: kernel.embedders },
      { provide: Rerankers, useValue: kernel.rerankers },
      { provide: TimeLimits, useValue: new TimeLimits({}) },
      VectorLedger,
    ],
    exports: [Models, Embedders, Rerankers, TimeLimits, VectorLedger],
  })
  class FakeKernelModule {}

  const testing = await Test.createTestingModule({
    imports: [FakeKernelModule, EmbeddingsModule.register(options)],
  }).compile();
  const adapter = new FastifyAdapter({ bodyLimit: 32 * 1024 * 1024, forceCloseConnections: true });
  const app = testing.createNestApplication<NestFastifyApplication>(adapter, { logger: false });
  app.useGlobalFilters(new TestErrorFilter());
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const post = (path: string, body: unknown, signal?: AbortSignal) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
  return { app, url, post };
}

/** Resolves when the condition holds; jest's own limit ends a test in which it never does. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}
