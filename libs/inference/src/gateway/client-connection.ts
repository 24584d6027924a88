import type { IncomingMessage } from 'node:http';
import { validateRequest } from '@predict-otron/dialects';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { RawData, WebSocket } from 'ws';
import type { InferenceOptions } from '../inference-options.js';
import type { ResumableStream } from '../streams/resumable-stream.js';
import type { StreamRun } from '../streams/stream-run.js';
import type { Streams } from '../streams/streams.js';
import type { ChatStarter } from './chat-starter.js';
import { Conversations } from './conversations.js';
import { errorEvent } from './error-event.js';
import { FrameRate } from './frame-rate.js';
import { CancelFrame, PlainFrame, ResumeFrame } from './frames.js';
import { type Frame, parseFrame, usableId } from './parse-frame.js';
import { SocketChat } from './socket-chat.js';
import { SocketWriter } from './socket-writer.js';

/** Close codes of RFC 6455. */
const NO_BINARY = 1003;
const POLICY = 1008;

/** A chat that goes on over this connection. */
interface OpenChat {
  reader: SocketChat;
  run: StreamRun;
  stream?: ResumableStream;
  /** The shutdown no longer waits for it. */
  release(): void;
}

/** One client: what it sends is held to the protocol, what it asked for is ended when it leaves. */
export class ClientConnection {
  private readonly writer: SocketWriter;
  private readonly rate: FrameRate;
  private readonly conversations: Conversations;
  private readonly chats = new Map<string, OpenChat>();
  private alive = true;
  /** The chat that this connection is taking over, perhaps from itself. */
  private resuming?: string;

  constructor(
    private readonly socket: WebSocket,
    /** The request that opened it. */
    private readonly opened: IncomingMessage,
    private readonly starter: ChatStarter,
    private readonly streams: Streams,
    private readonly options: InferenceOptions,
  ) {
    this.writer = new SocketWriter(socket, options.slowReaderMs, () => this.cutSlowReader());
    this.rate = new FrameRate(options.socketFramesPerSecond, 2 * options.socketFramesPerSecond);
    this.conversations = new Conversations(options.conversationBytes);
    socket.on('message', (data, isBinary) => this.receive(data, isBinary));
    socket.on('pong', () => {
      this.alive = true;
    });
    // what is wrong with a frame closes the connection with the code that says so; there is nothing to add
    socket.on('error', () => {});
    socket.once('close', () => this.leave());
  }

  /** Cuts off who has not answered the last ping. */
  beat(): void {
    if (!this.alive) this.socket.terminate();
    else this.socket.ping();
    this.alive = false;
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (isBinary) this.socket.close(NO_BINARY, 'Frames are text: JSON objects.');
    else if (!this.rate.allows()) this.refuseRate();
    else this.receiveText(String(data));
  }

  private receiveText(text: string): void {
    let frame: Frame | undefined;
    try {
      frame = parseFrame(text);
      this.obey(frame);
    } catch (error) {
      this.send({ ...usableId(frame), ...errorEvent(error) });
    }
  }

  private obey(frame: Frame): void {
    switch (frame.type) {
      case 'chat':
        this.begin(frame);
        break;
      case 'cancel':
        this.chats.get(validateRequest(CancelFrame, frame).id)?.run.cancel();
        break;
      case 'resume':
        this.resume(validateRequest(ResumeFrame, frame));
        break;
      default: {
        const { type, id } = validateRequest(PlainFrame, frame);
        this.send(type === 'ping' ? { type: 'pong', id } : { type: 'models', id, data: this.starter.list() });
      }
    }
  }

  private begin(frame: Frame): void {
    this.checkRoom(usableId(frame).id);
    const prepared = this.starter.prepare(frame, this.conversations, this.opened);
    this.open(frame.id as string, (reader) => prepared.start(reader));
  }

  private resume({ stream: name, after, id: asked }: ResumeFrame): void {
    const { stream, run } = this.streams.find(name);
    if (stream.form !== 'events') {
      throw new PluginError('CONFLICT', `The stream was opened over HTTP: go on at GET /v1/streams/${name}.`, {
        param: 'stream',
      });
    }
    const id = asked ?? stream.openedAs ?? name;
    if (this.chats.get(id)?.stream !== stream) this.checkRoom(id);
    this.open(id, (reader) => {
      this.resuming = id;
      try {
        stream.attach(reader, after);
      } finally {
        this.resuming = undefined;
      }
      return { run, stream };
    });
  }

  /** Enters a chat before it begins, because it may end at once. */
  private open(id: string, begin: (reader: SocketChat) => Pick<OpenChat, 'run' | 'stream'>): void {
    let left = false;
    const reader = new SocketChat(id, this.writer, (how) => {
      left = true;
      const chat = this.chats.get(id);
      if (chat?.reader === reader) this.close(id, chat);
      if (how === 'replaced' && this.resuming !== id) this.tellReplaced(id);
    });
    const { run, stream } = begin(reader);
    if (stream && stream.openedAs === undefined) stream.openedAs = id;
    if (left) return;
    const release = this.starter.work.hold(() => run.fail(new PluginError('DISPOSED', 'The server is shutting down.')));
    this.chats.set(id, { reader, run, stream, release });
  }

  private close(id: string, { release }: OpenChat): void {
    this.chats.delete(id);
    release();
  }

  private leave(): void {
    for (const [id, chat] of [...this.chats]) {
      this.close(id, chat);
      if (chat.stream) chat.stream.detach(chat.reader);
      else chat.run.cancel();
    }
  }

  private checkRoom(id: string | undefined): void {
    if (id !== undefined && this.chats.has(id)) {
      throw new PluginError('CONFLICT', 'A chat with this id goes on already: choose another one.', { param: 'id' });
    }
    if (this.chats.size < this.options.socketChats) return;
    throw new PluginError('OVERLOADED', `A connection has ${this.options.socketChats} chats at once at most.`);
  }

  private tellReplaced(id: string): void {
    this.send({ id, ...errorEvent(new PluginError('CONFLICT', 'Another connection reads this stream now.')) });
  }

  /** Frees what it holds at once. The close frame waits behind what was not read: ws ends the connection if it never is. */
  private cutSlowReader(): void {
    this.socket.close(POLICY, 'The client reads too slowly.');
    this.leave();
  }

  private refuseRate(): void {
    const message = `More than ${this.options.socketFramesPerSecond} frames a second: send fewer.`;
    this.send(errorEvent(new PluginError('RATE_LIMITED', message)));
    this.socket.close(POLICY, message);
  }

  private send(event: object): void {
    this.writer.send(JSON.stringify(event));
  }
}
