import { connect, type Socket } from 'node:net';

/** A connection on which bytes go and come as they are. */
export class RawClient {
  /** All that came, each byte a character. */
  received = '';
  readonly socket: Socket;
  /** Resolves when the connection is gone, however it ended. */
  readonly closed: Promise<void>;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    this.socket.setEncoding('latin1').on('data', (text) => {
      this.received += text;
    });
    // the server's end ends ours
    this.socket.on('end', () => this.socket.end());
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      this.socket.on('close', () => resolve());
    });
  }

  /** Resolves once it is open. */
  static open(url: string): Promise<RawClient> {
    const client = new RawClient(url);
    return new Promise((resolve, reject) => {
      client.socket.once('connect', () => resolve(client));
      client.socket.once('error', reject);
    });
  }

  get open(): boolean {
    return !this.socket.destroyed;
  }

  send(bytes: string | Uint8Array): void {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Sends no more, but still listens. */
  half(): void {
    this.socket.end();
  }

  /** Leaves without a word. */
  leave(): void {
    this.socket.destroy();
  }
}

/** A request as it stands on the wire. */
export function requestBytes(url: string, path: string, body?: object, headers: string[] = []): string {
  const json = body === undefined ? '' : Buffer.from(JSON.stringify(body)).toString('latin1');
  const lines = [`${body === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1`, `Host: ${new URL(url).host}`, ...headers];
  if (body !== undefined) lines.push('Content-Type: application/json', `Content-Length: ${json.length}`);
  return `${lines.join('\r\n')}\r\n\r\n${json}`;
}
