import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server on the loopback that gives its answers one after the other, the last one for ever. */
export class ArchiveServer {
  /** Paths that were asked for. */
  readonly requests: string[] = [];
  /** Requests whose client went away before the end. */
  dropped = 0;
  private answers: Answer[] = [];
  private readonly server = createServer((request, response) => {
    this.requests.push(request.url ?? '');
    response.on('close', () => {
      if (!response.writableFinished) this.dropped++;
    });
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    answer?.(request, response);
  });

  async start(): Promise<URL> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as AddressInfo;
    return new URL(`http://127.0.0.1:${port}/models/`);
  }

  answerWith(...answers: Answer[]): void {
    this.answers = answers;
    this.requests.length = 0;
    this.dropped = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The whole body, with its length. */
export const whole =
  (body: Buffer): Answer =>
  (_, response) =>
    response.writeHead(200, { 'content-length': body.length }).end(body);

/** The whole body in chunks of unknown length. */
export const chunked =
  (body: Buffer): Answer =>
  (_, response) => {
    response.writeHead(200);
    response.write(body.subarray(0, 1000));
    response.end(body.subarray(1000));
  };

/** The first bytes of a longer body, then the connection breaks. */
export const cut =
  (body: Buffer, bytes: number): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, bytes), () => response.destroy());
  };

/** The first bytes of a body, then nothing more. */
export const stalled =
  (body: Buffer, bytes: number): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, bytes));
  };

/** No body. */
export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(code, headers).end();
