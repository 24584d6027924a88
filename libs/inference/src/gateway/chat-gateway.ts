import type { IncomingMessage } from 'node:http';
import { type BeforeApplicationShutdown, Inject, type OnModuleDestroy } from '@nestjs/common';
import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets';
import type { WebSocket } from 'ws';
import { INFERENCE_OPTIONS, type InferenceOptions } from '../inference-options.js';
import { Streams } from '../streams/streams.js';
import { ChatStarter } from './chat-starter.js';
import { ClientConnection } from './client-connection.js';

/** The server goes away, in the words of RFC 6455. */
const GOING_AWAY = 1001;
/** Milliseconds in which a client may answer the closing of its connection. */
const FAREWELL = 1_000;

/** `/v1/ws`. Its frames are read by `ClientConnection`: Nest's own handlers know events of another shape. */
@WebSocketGateway({ path: '/v1/ws' })
export class ChatGateway implements OnGatewayConnection<WebSocket>, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly connections = new Map<WebSocket, ClientConnection>();
  private heartbeat?: NodeJS.Timeout;

  constructor(
    private readonly starter: ChatStarter,
    private readonly streams: Streams,
    @Inject(INFERENCE_OPTIONS) private readonly options: InferenceOptions,
  ) {}

  handleConnection(socket: WebSocket, opened: IncomingMessage): void {
    this.connections.set(socket, new ClientConnection(socket, opened, this.starter, this.streams, this.options));
    socket.once('close', () => this.connections.delete(socket));
    this.heartbeat ??= setInterval(() => this.beat(), this.options.heartbeatMs).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.heartbeat);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.connections.keys()].map(farewell));
  }

  private beat(): void {
    for (const connection of this.connections.values()) connection.beat();
  }
}

/** Closes a connection, by force where the client does not answer. */
function farewell(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => socket.terminate(), FAREWELL);
    socket.once('close', () => {
      clearTimeout(limit);
      resolve();
    });
    socket.close(GOING_AWAY, 'The server is shutting down.');
  });
}
