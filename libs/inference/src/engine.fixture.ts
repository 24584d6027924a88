import { type AddressInfo, connect } from 'node:net';
import { type ArgumentsHost, Catch, type ExceptionFilter, Global, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import { Test } from '@nestjs/testing';
import { dialectError } from '@predict-otron/dialects';
import { Hardware, Inference, type ModelEntry, Models, Placements, Plugins } from '@predict-otron/kernel';
import { ModelStore, storeSettings } from '@predict-otron/model-store';
import {
  type EndEvent,
  type GenerationEvent,
  type GenerationReader,
  type GenerationRequest,
  PluginError,
} from '@predict-otron/plugin-sdk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, EMPTY, finalize, type Observable } from 'rxjs';
import { InferenceModule } from './inference.module.js';
import type { InferenceOptions } from './inference-options.js';

/** What the kernel was asked for. */
export interface Call {
  model: string;
  request: GenerationRequest;
  requestId: string;
  reader?: GenerationReader;
}

/** Stands for the kernel: a test says what its model answers. */
export class FakeKernel {
  readonly calls: Call[] = [];
  /** Conversations that were rendered without an answer. */
  readonly rendered: object[] = [];
  /** Models that were asked for without a question, and how long they are to stay. */
  readonly kept: (string | number)[][] = [];
  /** Generations that were started and have neither ended nor been cancelled. */
  running = 0;
  answer: (call: Call) => Observable<GenerationEvent> = () => EMPTY;
  entries: ModelEntry[] = [];

  /** Tokens of any conversation. */
  promptTokens = [1, 2, 3];

  readonly inference: Pick<Inference, 'generate' | 'render' | 'tokenize' | 'detokenize'> = {
    tokenize: async (_, text) => [...text].map((character) => character.codePointAt(0) ?? 0),
    detokenize: async (_, tokens) => String.fromCodePoint(...tokens),
    render: async (model, messages, tools) => {
      this.rendered.push({ model: this.models.find(model, 'language').id, messages, tools });
      return { text: 'The conversation.', tokens: this.promptTokens };
    },
    generate: (model, request, context) =>
      defer(() => {
        const call = { model: this.models.find(model, 'language').id, request, ...context };
        this.calls.push(call);
        this.running += 1;
        return this.answer(call).pipe(
          finalize(() => {
            this.running -= 1;
          }),
        );
      }),
  };

  readonly models: Pick<Models, 'list' | 'find' | 'load' | 'keep'> = {
    load: async (id) => void this.kept.push(['load', id]),
    keep: (id, ms) => void this.kept.push(['keep', id, ms]),
    list: () => this.entries,
    find: (id, kind) => {
      const found = this.entries.find(
        (entry) => (entry.id === id || entry.aliases.includes(id)) && (!kind || entry.kind === kind),
      );
      if (found) return found;
      throw new PluginError('MODEL_NOT_FOUND', `There is no model ${id}.`, { param: 'model' });
    },
  };

  readonly plugins: Pick<Plugins, 'list' | 'health'> = { list: () => [], health: async () => ({}) };

  readonly hardware: Pick<Hardware, 'detections' | 'free'> = { detections: async () => ({}), free: async () => 0 };

  readonly placements: Pick<Placements, 'list' | 'failures' | 'defaultChoice'> = {
    list: () => [],
    failures: () => ({}),
    defaultChoice: () => ({ deviceId: 'cpu', reason: 'There is no other.' }),
  };
}

/** A language model as the kernel lists it. */
export function modelEntry(id: string, more: Partial<ModelEntry> = {}): ModelEntry {
  return {
    id,
    kind: 'language',
    aliases: [],
    file: { id, path: `/models/${id}` },
    backend: 'fake',
    plugin: 'runner-fake',
    info: { id, maxTokens: 0, weightBytes: 0, match: { score: 100, reason: 'A test.' } },
    contextTokens: 2048,
    parallel: 4,
    state: 'loaded',
    sizeBytes: 1,
    users: 0,
    pinned: false,
    modifiedAt: 1_700_000_000_000,
    isDefault: false,
    ...more,
  };
}

export const PROMPT: GenerationEvent = { type: 'prompt', tokens: 5, cachedTokens: 2, droppedTokens: 0 };

export function delta(text: string, index = 0): GenerationEvent {
  return { type: 'delta', index, kind: 'text', text, tokens: 1 };
}

export function end(index = 0): EndEvent {
  return {
    type: 'end',
    index,
    finishReason: 'stop',
    usage: { promptTokens: 5, cachedTokens: 2, completionTokens: 3, reasoningTokens: 0 },
    timings: { queueMs: 0, promptMs: 0, generationMs: 0 },
  };
}

/** As the server's own filter does it. */
@Catch()
class TestErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const { status, headers, body } = dialectError(error, request);
    void host.switchToHttp().getResponse<FastifyReply>().status(status).headers(headers).send(body);
  }
}

/** A store without models and without a network. */
const EMPTY_STORE = new ModelStore(storeSettings({ HF_HOME: '/none', HF_HUB_OFFLINE: '1' }));

/** The module behind a real Fastify server on a free port of the loopback. */
export async function startEngine(kernel: FakeKernel, options?: Partial<InferenceOptions>, store = EMPTY_STORE) {
  @Global()
  @Module({
    providers: [
      { provide: Inference, useValue: kernel.inference },
      { provide: Models, useValue: kernel.models },
      { provide: Plugins, useValue: kernel.plugins },
      { provide: ModelStore, useValue: store },
      { provide: Hardware, useValue: kernel.hardware },
      { provide: Placements, useValue: kernel.placements },
    ],
    exports: [ModelStore, Inference, Models, Plugins, Hardware, Placements],
  })
  class FakeKernelModule {}

  const testing = await Test.createTestingModule({
    imports: [FakeKernelModule, InferenceModule.register(options)],
  }).compile();
  const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(new TestErrorFilter());
  app.useWebSocketAdapter(new WsAdapter(app));
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (_request, reply, done) => {
      reply.raw.setHeader('X-Request-Id', 'req-raw');
      reply.header('Access-Control-Allow-Origin', '*').header('X-RateLimit-Remaining', '7');
      done();
    });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, port, url: `http://127.0.0.1:${port}` };
}

/** Sends a POST over a bare socket, to be read, paused and cut off at will. */
export function openPost(port: number, path: string, body: object) {
  const text = JSON.stringify(body);
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (data: string) => {
    received += data;
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
  return { socket, closed, received: () => received };
}

/** Resolves when the condition holds; jest's own limit ends a test in which it never does. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}
