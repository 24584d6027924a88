import type { StreamPiece, StreamReader } from '../streams/stream-piece.js';
import type { SocketWriter } from './socket-writer.js';

/** One chat of a connection: gives the pieces of its stream the chat's id and writes them. */
export class SocketChat implements StreamReader {
  private readonly prefix: string;

  constructor(
    id: string,
    private readonly writer: SocketWriter,
    /** The last piece was written, or somebody else reads on. */
    private readonly left: (how: 'ended' | 'replaced') => void,
  ) {
    this.prefix = `{"id":${JSON.stringify(id)},`;
  }

  write({ text }: StreamPiece): void {
    this.writer.send(this.prefix + text.slice(1));
  }

  ready(): Promise<void> {
    return this.writer.ready();
  }

  end(): void {
    this.left('ended');
  }

  replaced(): void {
    this.left('replaced');
  }
}
