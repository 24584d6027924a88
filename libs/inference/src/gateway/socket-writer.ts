import type { GenerationReader } from '@predict-otron/plugin-sdk';
import type { WebSocket } from 'ws';

const READY = Promise.resolve();

/** Bytes that wait for a connection: over the first its chats pause, over the second it is given up at once. */
const FULL = 64 * 1024;
const TOO_FULL = 4 * 1024 * 1024;

/** Writes to one connection. `ready` is the back-pressure of all its chats. */
export class SocketWriter implements GenerationReader {
  private full?: Promise<void>;
  private drained = () => {};
  private patience?: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    private readonly slowReaderMs: number,
    /** The client has not read for too long, or lets too much pile up. */
    private readonly giveUp: () => void,
  ) {
    socket.once('close', () => this.release());
  }

  send(text: string): void {
    const { socket } = this;
    if (socket.readyState !== socket.OPEN) return;
    socket.send(text, () => {
      if (this.full && socket.bufferedAmount < FULL / 2) this.release();
    });
    if (socket.bufferedAmount > TOO_FULL) this.giveUp();
    else if (!this.full && socket.bufferedAmount > FULL) this.block();
  }

  ready(): Promise<void> {
    return this.full ?? READY;
  }

  private block(): void {
    this.full = new Promise((resolve) => {
      this.drained = resolve;
    });
    this.patience = setTimeout(this.giveUp, this.slowReaderMs);
  }

  private release(): void {
    clearTimeout(this.patience);
    this.full = undefined;
    this.drained();
  }
}
