import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Inject, Injectable, Logger, Optional } from '@nestjs/common';
import {
  chatGenerationRequest,
  invalidField,
  type OpenAiModel,
  toFailure,
  toOpenAiModel,
  validateRequest,
} from '@predict-otron/dialects';
import { Inference, Models } from '@predict-otron/kernel';
import { type GenerationEvent, type GenerationReader, PluginError } from '@predict-otron/plugin-sdk';
import { Observable, tap } from 'rxjs';
import { headOf } from '../openai/head-of.js';
import { StreamRun } from '../streams/stream-run.js';
import { type OpenStream, Streams } from '../streams/streams.js';
import { ChatEvents } from './chat-events.js';
import type { Conversations, OpenTurn } from './conversations.js';
import { ChatFrame } from './frames.js';
import { NOBODY_WAITS, OPEN_WORK, type OpenWork } from './open-work.js';
import type { SocketChat } from './socket-chat.js';

/** A chat that was found valid and has not begun. */
export interface PreparedChat {
  /** Begins it; `stream` is there when it outlives its connection. */
  start(reader: SocketChat): { run: StreamRun; stream?: OpenStream['stream'] };
}

/** Makes generations of `chat` frames, by the same request classes and the same kernel as the HTTP API. */
@Injectable()
export class ChatStarter {
  private readonly logger = new Logger('WebSocket');

  constructor(
    private readonly inference: Inference,
    private readonly models: Models,
    private readonly streams: Streams,
    @Optional() @Inject(OPEN_WORK) readonly work: OpenWork = NOBODY_WAITS,
  ) {}

  /** The models as `GET /v1/models` lists them. */
  list(): OpenAiModel[] {
    return this.models.list().map(toOpenAiModel);
  }

  /** Throws what the HTTP API would answer with a status. `opened`: the request that opened the connection. */
  prepare(frame: object, conversations: Conversations, opened: IncomingMessage): PreparedChat {
    if (!this.work.accepting) {
      throw new PluginError('DISPOSED', 'The server is shutting down; try again in 5 seconds.', {
        retryAfterSeconds: 5,
      });
    }
    const chat = validateRequest(ChatFrame, { ...frame, stream: (frame as { stream?: unknown }).stream ?? true });
    if (!chat.stream)
      throw invalidField('stream', 'must be true or absent: over a WebSocket answers are always streamed');
    if (chat.conversation !== undefined && (chat.n ?? 1) > 1) {
      throw invalidField('n', 'must be 1 in a conversation: it goes on with one answer');
    }
    const model = this.models.find(chat.model, 'language');
    const requestId = `req_${randomUUID()}`;
    if (chat.user !== undefined) this.logger.log({ requestId, user: chat.user }, 'The request has a user.');
    const head = headOf('chatcmpl', model);
    return {
      start: (reader) => {
        const turn =
          chat.conversation === undefined ? undefined : conversations.begin(chat.conversation, chat.messages);
        const asked = turn ? { ...chat, messages: turn.messages } : chat;
        const count = this.work.admit(opened);
        const begin = (origin: object) => {
          const generation = (to: GenerationReader): Observable<GenerationEvent> =>
            this.inference
              .generate(model.id, chatGenerationRequest(asked as ChatFrame), { requestId, origin, reader: to })
              .pipe(tap((event) => turn?.hear(event)));
          const generate = (to: GenerationReader) => (count ? counted(count, () => generation(to)) : generation(to));
          return chat.resumable
            ? this.startResumable(reader, (stream) => new ChatEvents(head, chat, { requestId, stream }), generate)
            : this.startDirect(reader, new ChatEvents(head, chat, { requestId }), generate);
        };
        try {
          const { begun, facts, ended } = this.work.follow(opened, begin);
          const known = () => ({ requestId, path: '/v1/ws', model: model.id, ...facts() });
          void this.settle(begun.run, known, turn).then((how) => ended({ requestId, ...how }));
          return begun;
        } catch (error) {
          turn?.drop();
          throw error;
        }
      },
    };
  }

  private startDirect(
    reader: SocketChat,
    events: ChatEvents,
    generate: (reader: GenerationReader) => Observable<GenerationEvent>,
  ): { run: StreamRun } {
    const run = new StreamRun(events, reader);
    run.start(generate(reader));
    return { run };
  }

  private startResumable(
    reader: SocketChat,
    events: (stream: string) => ChatEvents,
    generate: (reader: GenerationReader) => Observable<GenerationEvent>,
  ): OpenStream {
    const { stream, run, start } = this.streams.create('events', events);
    stream.attach(reader, 0);
    start(generate);
    return { stream, run };
  }

  /** Keeps or drops the turn, and writes one line. The message of an error is left out: it may quote what the client sent. */
  private async settle(run: StreamRun, factsNow: () => object, turn?: OpenTurn) {
    const start = performance.now();
    const { how, error } = await run.ended;
    if (how === 'failed') turn?.drop();
    else turn?.keep();
    const { status, code } =
      how === 'failed' ? toFailure(error) : { status: how === 'whole' ? 200 : 499, code: undefined };
    const facts = { ...factsNow(), status, code, ms: Math.round(performance.now() - start) };
    if (status === 500) this.logger.error({ ...facts, err: error }, 'chat');
    else this.logger.log(facts, 'chat');
    return { status, code, ms: facts.ms };
  }
}

/** Work that begins once it is counted, and is ended there when it has ended here. */
function counted<T>(count: () => Promise<() => void>, work: () => Observable<T>): Observable<T> {
  return new Observable((subscriber) => {
    let end: (() => void) | undefined;
    count().then(
      (ended) => {
        if (subscriber.closed) return ended();
        end = ended;
        subscriber.add(work().subscribe(subscriber));
      },
      (error: unknown) => subscriber.error(error),
    );
    return () => end?.();
  });
}
