import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a client and the server, and cuts, holds back and delays what goes through. */
export class SocketProxy {
  /** Bytes from the server after which a connection is cut. */
  cutAfter = Number.POSITIVE_INFINITY;
  /** Milliseconds by which each piece from the server is late. */
  delayMs = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(target: URL) {
    this.server = createServer((client) => {
      const upstream = connect(Number(target.port), target.hostname);
      for (const socket of [client, upstream]) {
        this.sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => this.sockets.delete(socket));
      }
      client.on('close', () => upstream.destroy());
      // what is on its way still arrives
      upstream.on('close', () => setTimeout(() => client.destroySoon(), this.delayMs));
      client.pipe(upstream);
      this.passOn(upstream, client);
    });
  }

  static async before(url: string): Promise<SocketProxy> {
    const proxy = new SocketProxy(new URL(url));
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private passOn(upstream: Socket, client: Socket): void {
    let left = this.cutAfter;
    upstream.on('data', (data) => {
      const part = data.subarray(0, left);
      left -= part.length;
      if (this.delayMs > 0) setTimeout(() => client.write(part), this.delayMs);
      else client.write(part);
      if (left <= 0) upstream.destroy();
    });
  }
}
