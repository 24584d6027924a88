import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an engine under test does with a request. */
export type Behavior = (request: IncomingMessage, response: ServerResponse) => void;

/** An engine on the wire: a real HTTP server that does what a test says. */
export class TestEngine {
  /** Requests that it got, in order, `/ready` and the list of its models apart. */
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
  /** Requests whose client went away before their answer was complete. */
  left = 0;
  ready = true;
  /** The token without which it answers nothing but `/ready`, as an engine with keys does. */
  token?: string;

  private constructor(
    private readonly server: Server,
    public behavior: Behavior,
  ) {}

  static async start(behavior: Behavior, port = 0): Promise<TestEngine> {
    const server = createServer();
    const engine = new TestEngine(server, behavior);
    server.on('request', (request, response) => engine.answer(request, response));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return engine;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.url === '/ready') {
      response.writeHead(this.ready ? 200 : 503).end(JSON.stringify({ ready: this.ready, waiting_for: {} }));
      return;
    }
    if (this.token !== undefined && request.headers['x-otron-service-token'] !== this.token) {
      response.writeHead(401).end('{}');
      return;
    }
    if (request.url === '/v1/models' && request.headers['x-request-id'] === undefined) {
      response.end(JSON.stringify({ data: [{ id: 'model', aliases: ['alias'] }] }));
      return;
    }
    let body = '';
    request.setEncoding('utf8').on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      this.requests.push({ method, url, headers, body });
      response.on('close', () => {
        if (!response.writableFinished) this.left += 1;
      });
      this.behavior(request, response);
    });
  }
}

/** A whole answer. */
export const whole =
  (body: object, status = 200, headers = {}): Behavior =>
  (_request, response) => {
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      .end(JSON.stringify(body));
  };

/** The beginning of a stream, after which nothing comes until `then` is called. */
export const begun =
  (text: string, contentType: string, then: Behavior = () => undefined): Behavior =>
  (request, response) => {
    response.writeHead(200, { 'content-type': contentType });
    response.write(text);
    setImmediate(() => setTimeout(then, 20, request, response));
  };

/** Cuts the connection, as a process that dies does. */
export const dies: Behavior = (request) => {
  request.socket.resetAndDestroy();
};
