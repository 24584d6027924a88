import { chatErrorEvent } from '@predict-otron/inference';

/** Counts a chat that begins; undefined where nothing is counted. Resolves with its end, rejects where it may not begin. */
export type AdmitChat = () => (() => Promise<() => void>) | undefined;

/** What belongs to the connection. */
export interface ChatConnection {
  /** A frame to the client. */
  tell(text: string): void;
  pause(): void;
  resume(): void;
}

/** The chats of one client over a WebSocket that is passed on: each is let in, and counted, until its last event. */
export class CountedChats {
  /** The ends of those that are open, by the client's id; one that is refused may have the id of another. */
  private readonly open = new Map<string, (() => void)[]>();
  private line: Promise<void> = Promise.resolve();
  private waiting = 0;
  private closed = false;

  constructor(
    private readonly connection: ChatConnection,
    private readonly admit: AdmitChat,
  ) {}

  /** Passes a frame of the client on, in its turn; a chat that may not begin is answered instead. */
  fromClient(text: string, pass: () => void): void {
    const id = idOfChat(text);
    if (id === undefined && this.waiting === 0) {
      pass();
      return;
    }
    this.waiting += 1;
    this.connection.pause();
    this.line = this.line
      .then(() => (id === undefined ? undefined : this.begin(id)))
      .then(pass, (error: unknown) => this.connection.tell(JSON.stringify({ id, ...chatErrorEvent(error) })))
      .finally(() => {
        this.waiting -= 1;
        if (this.waiting === 0) this.connection.resume();
      });
  }

  /** Reads a frame of the engine. */
  fromEngine(text: string): void {
    // a text of a model has its quotes escaped
    if (!text.includes('"type":"end"') && !text.includes('"type":"error"')) return;
    const { type, id = '', seq } = JSON.parse(text) as { type: string; id?: string; seq?: number };
    const ends = this.open.get(id);
    if (!ends || (type !== 'end' && type !== 'error')) return;
    // what was refused has no number, and came after the one that goes on
    const end = seq === undefined ? ends.pop() : ends.shift();
    if (ends.length === 0) this.open.delete(id);
    end?.();
  }

  /** The connection has closed. */
  close(): void {
    this.closed = true;
    for (const end of [...this.open.values()].flat()) end();
    this.open.clear();
  }

  private async begin(id: string): Promise<void> {
    const end = await this.admit()?.();
    if (!end) return;
    if (this.closed) end();
    else this.open.set(id, [...(this.open.get(id) ?? []), end]);
  }
}

/** Undefined for frames that begin nothing, or that engines refuse without an id. */
function idOfChat(text: string): string | undefined {
  try {
    const { type, id } = JSON.parse(text) as { type?: unknown; id?: unknown };
    return type === 'chat' && typeof id === 'string' && id.length > 0 && id.length <= 128 ? id : undefined;
  } catch {
    return undefined;
  }
}
