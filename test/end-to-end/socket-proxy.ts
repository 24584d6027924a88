import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A connection that waits in the proxy. */
export interface HeldConnection {
  /** Resolves as soon as a client has made it. */
  made: Promise<void>;
  /** Lets it reach the server. */
  release(): void;
}

/** Stands between clients and the server: cuts connections, delays what goes through, and reorders connections. */
export class SocketProxy {
  /** Bytes from the server after which a connection is cut. */
  cutAfter = Number.POSITIVE_INFINITY;
  /** Milliseconds by which each piece from the server is late. */
  delayMs = 0;
  /** The server hears of a cut only when the next connection, which took over, has been cut as well. */
  losesLate = false;
  private lost?: Socket;
  private readonly gates: { arrive(): void; released: Promise<void> }[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(target: URL) {
    this.server = createServer(async (client) => {
      this.watch(client);
      const gate = this.gates.shift();
      gate?.arrive();
      await gate?.released;
      const upstream = connect(Number(target.port), target.hostname);
      this.watch(upstream);
      client.on('close', () => this.lost !== upstream && upstream.destroy());
      // what is on its way still arrives
      upstream.on('close', () => this.later(() => client.destroySoon()));
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

  /** The next connection waits until it is released: those that are made after it overtake it. */
  holdNext(): HeldConnection {
    let arrive = () => {};
    let release = () => {};
    const made = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.gates.push({ arrive, released });
    return { made, release };
  }

  /** As it was at first; what was cut is gone. */
  reset(): void {
    Object.assign(this, { cutAfter: Number.POSITIVE_INFINITY, delayMs: 0, losesLate: false });
    this.lost?.destroy();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private watch(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
  }

  private passOn(upstream: Socket, client: Socket): void {
    let left = this.cutAfter;
    upstream.on('data', (data) => {
      // what the server writes after a cut that it has not heard of is lost
      if (left <= 0) return;
      const part = data.subarray(0, left);
      left -= part.length;
      this.later(() => client.write(part));
      if (left <= 0) this.cut(upstream, client);
    });
  }

  private cut(upstream: Socket, client: Socket): void {
    if (!this.losesLate) {
      upstream.destroy();
      return;
    }
    this.lost?.destroy();
    this.lost = upstream;
    this.later(() => client.destroySoon());
  }

  private later(run: () => void): void {
    if (this.delayMs > 0) setTimeout(run, this.delayMs);
    else run();
  }
}
