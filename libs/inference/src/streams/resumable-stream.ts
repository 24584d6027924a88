import { invalidField } from '@predict-otron/dialects';
import { PluginError } from '@predict-otron/plugin-sdk';
import { KeptPieces } from './kept-pieces.js';
import type { StreamPiece, StreamReader } from './stream-piece.js';

const READY = Promise.resolve();

/** How a stream is read: over a WebSocket its pieces are events of that protocol, over HTTP they are OpenAI's chunks. */
export type StreamForm = 'events' | 'chunks';

/** How long and how far a stream goes on by itself. */
export interface StreamLimits {
  /** Events for which a stream without a reader goes on before it pauses. */
  streamDetachedEvents: number;
  /** Bytes of events that it keeps for those who resume it. */
  streamBytes: number;
  /** Milliseconds that it may be without a reader, running or ended. */
  streamDetachedMs: number;
}

/** Who reads a stream until another one takes it over. */
export interface ResumingReader extends StreamReader {
  replaced(): void;
}

/**
 * A stream that outlives its readers. It is the reader of a generation and keeps the last events for the one who reads it,
 * who may leave and come back. Without a reader it pauses after some events, and expires after some time.
 */
export class ResumableStream implements StreamReader {
  /** What the chat was called on the connection that opened it. */
  openedAs?: string;
  private readonly kept: KeptPieces;
  private reader?: ResumingReader;
  /** The last piece that the reader was given. */
  private given = 0;
  private lastWhileRead = 0;
  private ending?: { whole: boolean };
  private caughtUp = READY;
  private paused?: Promise<void>;
  private goOn = () => {};
  private expiry?: NodeJS.Timeout;

  constructor(
    readonly id: string,
    readonly form: StreamForm,
    private readonly limits: StreamLimits,
    /** Called when it had no reader for too long. */
    private readonly expired: () => void,
  ) {
    this.kept = new KeptPieces(limits.streamBytes);
    this.wait();
  }

  get begun(): boolean {
    return this.reader?.begun ?? true;
  }

  /** It has ended and nobody reads it. */
  get isOver(): boolean {
    return this.ending !== undefined && this.reader === undefined;
  }

  write(piece: StreamPiece): void {
    const next = this.given === this.kept.last;
    this.kept.add(piece);
    if (this.reader && next) this.give(this.reader, piece);
  }

  ready(): Promise<void> {
    if (this.reader) return this.given === this.kept.last ? (this.reader.ready?.() ?? READY) : this.caughtUp;
    if (this.kept.last - this.lastWhileRead < this.limits.streamDetachedEvents) return READY;
    this.paused ??= new Promise((resolve) => {
      this.goOn = resolve;
    });
    return this.paused;
  }

  end(whole: boolean): void {
    this.ending = { whole };
    if (this.reader && this.given === this.kept.last) this.finish(this.reader);
  }

  /**
   * Gives a reader all that comes after a piece, and takes it from the reader before. Throws `INPUT_INVALID` for a piece
   * that there was not yet, `CONFLICT` for one that is too long ago.
   */
  attach(reader: ResumingReader, after: number): void {
    if (after > this.kept.last) {
      throw invalidField('after', `is ${after}, but the stream has ${this.kept.last} events so far`);
    }
    if (after + 1 < this.kept.first) {
      const message = `The stream keeps its newest events, from number ${this.kept.first} on. What came before is gone.`;
      throw new PluginError('CONFLICT', message, { param: 'after' });
    }
    const before = this.reader;
    this.reader = reader;
    this.given = after;
    clearTimeout(this.expiry);
    before?.replaced();
    this.caughtUp = this.catchUp(reader);
    this.resume();
  }

  /** The reader has left. Does nothing when another one has taken over. */
  detach(reader: ResumingReader): void {
    if (this.reader !== reader) return;
    this.reader = undefined;
    this.lastWhileRead = this.kept.last;
    this.wait();
  }

  /** Lets go of everything. */
  dispose(): void {
    clearTimeout(this.expiry);
    this.resume();
  }

  private give(reader: ResumingReader, piece: StreamPiece): void {
    this.given = piece.seq;
    reader.write(piece);
  }

  /** Not faster than the reader reads: what is kept may be much more than a connection holds. */
  private async catchUp(reader: ResumingReader): Promise<void> {
    while (this.reader === reader && this.given < this.kept.last) {
      if (this.given + 1 < this.kept.first) return this.lose(reader);
      this.give(reader, this.kept.at(this.given + 1));
      await reader.ready?.();
    }
    if (this.reader === reader && this.ending) this.finish(reader);
  }

  /** What it waits for is gone: better no more than a gap. */
  private lose(reader: ResumingReader): void {
    this.detach(reader);
    reader.end(false);
  }

  private finish(reader: ResumingReader): void {
    if (!this.ending) return;
    this.detach(reader);
    reader.end(this.ending.whole);
  }

  private wait(): void {
    clearTimeout(this.expiry);
    this.expiry = setTimeout(this.expired, this.limits.streamDetachedMs);
    this.expiry.unref();
  }

  private resume(): void {
    this.paused = undefined;
    this.goOn();
  }
}
