import { once } from 'node:events';
import { WebSocket } from 'ws';

/** An event as a test looks at it. */
export interface SeenEvent {
  type: string;
  id?: string;
  seq?: number;
  [field: string]: unknown;
}

/** A client of the gateway that remembers all it got. */
export class SocketClient {
  readonly events: SeenEvent[] = [];
  /** Set when the connection has ended. */
  code?: number;
  private wake = () => {};

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.events.push(JSON.parse(String(data)));
      this.wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      this.code = code;
      this.wake();
    });
  }

  static async open(url: string, options: object = {}): Promise<SocketClient> {
    const client = new SocketClient(new WebSocket(`${url.replace('http', 'ws')}/v1/ws`, options));
    await once(client.socket, 'open');
    return client;
  }

  send(frame: object | string): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Starts a chat with one message. */
  chat(id: string, more: object = {}): void {
    this.send({ type: 'chat', id, model: 'default', messages: [{ role: 'user', content: 'Hi' }], ...more });
  }

  /** Resolves as soon as the condition holds; jest's own limit ends a test in which it never does. */
  async until(condition: () => unknown): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** The first event of a type, as soon as it is there. */
  async event(type: string, id?: string): Promise<SeenEvent> {
    const find = () => this.events.find((event) => event.type === type && (id === undefined || event.id === id));
    await this.until(find);
    return find() as SeenEvent;
  }

  of(id: string): SeenEvent[] {
    return this.events.filter((event) => event.id === id);
  }

  text(id: string): string {
    return this.of(id)
      .filter(({ type }) => type === 'delta')
      .map(({ text }) => text)
      .join('');
  }

  /** Resolves with the close code. */
  async closed(): Promise<number> {
    await this.until(() => this.code !== undefined);
    return this.code as number;
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed();
  }
}
