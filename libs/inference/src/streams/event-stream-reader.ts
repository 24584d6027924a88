import type { FastifyReply } from 'fastify';
import { clientHasLeft } from '../answer/client-presence.js';
import { StreamedResponse } from '../answer/streamed-response.js';
import type { ResumableStream, ResumingReader } from './resumable-stream.js';
import type { StreamPiece } from './stream-piece.js';

/** Reads a stream into an HTTP answer: server-sent events with `id:` lines. */
export class EventStreamReader implements ResumingReader {
  private readonly response: StreamedResponse;
  private readonly beat: NodeJS.Timeout;

  constructor(
    private readonly reply: FastifyReply,
    keepAliveMs: number,
  ) {
    this.response = new StreamedResponse(reply, 'text/event-stream; charset=utf-8');
    this.beat = setInterval(() => this.response.keepAlive(': waiting\n\n'), keepAliveMs);
  }

  /** True once the answer can no longer be any other than 200. */
  get begun(): boolean {
    return this.response.begun;
  }

  /** Attaches it until the client leaves. */
  readFrom(stream: ResumableStream, after: number, left = () => {}): void {
    stream.attach(this, after);
    this.reply.raw.once('close', () => {
      clearInterval(this.beat);
      stream.detach(this);
      left();
    });
  }

  write({ seq, text }: StreamPiece): void {
    this.response.write(`id: ${seq}\ndata: ${text}\n\n`);
  }

  ready(): Promise<void> {
    return this.response.ready();
  }

  end(whole: boolean): void {
    this.stop();
    // an error before the first event is for the controller to answer
    if (!this.begun && !whole) return;
    if (clientHasLeft(this.reply.raw)) return;
    if (whole) this.response.end('');
    else this.response.breakOff('');
  }

  replaced(): void {
    this.stop();
    if (!clientHasLeft(this.reply.raw)) this.response.breakOff(': another connection reads this stream now\n\n');
  }

  /** No comment is sent any more. */
  stop(): void {
    clearInterval(this.beat);
  }
}
