/** An event of the server, as docs/websocket.md describes them. */
export type SocketEvent = { type: string; id?: string; seq?: number } & Record<string, unknown>;

/** How long the connection may take to open, in milliseconds. */
const OPEN_LIMIT_MS = 4000;

/** The one connection of this page; opened when it is first needed, and again after it was lost. */
export class ChatSocket {
  private opening?: Promise<WebSocket>;
  private readonly listeners = new Map<string, (event: SocketEvent | 'lost') => void>();

  constructor(private readonly url: () => string) {}

  /** Rejects where no WebSocket can be opened, as behind some proxies. */
  open(): Promise<WebSocket> {
    this.opening ??= this.connect();
    return this.opening;
  }

  /** Sends a frame; what is lost with the connection is told to the listeners. */
  async send(frame: object): Promise<void> {
    (await this.open()).send(JSON.stringify(frame));
  }

  /** Hears the events of one chat until the returned function is called. */
  listen(id: string, listener: (event: SocketEvent | 'lost') => void): () => void {
    this.listeners.set(id, listener);
    return () => this.listeners.delete(id);
  }

  private connect(): Promise<WebSocket> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(this.url());
      const late = setTimeout(() => socket.close(), OPEN_LIMIT_MS);
      // nobody comes back for these: the server would go on with them for a while
      const cancelAll = () => {
        for (const id of this.listeners.keys()) socket.send(JSON.stringify({ type: 'cancel', id }));
      };
      socket.onopen = () => {
        clearTimeout(late);
        window.addEventListener('pagehide', cancelAll);
        resolve(socket);
      };
      socket.onmessage = ({ data }) => {
        const event: SocketEvent = JSON.parse(data);
        if (event.id !== undefined) this.listeners.get(event.id)?.(event);
      };
      socket.onclose = () => {
        clearTimeout(late);
        window.removeEventListener('pagehide', cancelAll);
        this.opening = undefined;
        reject(new Error('The WebSocket could not be opened.'));
        for (const tell of [...this.listeners.values()]) tell('lost');
      };
    });
  }
}
