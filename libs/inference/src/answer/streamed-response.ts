import type { GenerationReader } from '@predict-otron/plugin-sdk';
import type { FastifyReply } from 'fastify';
import { clientHasLeft } from './client-presence.js';
import { Gathering } from './gathering.js';

const READY = Promise.resolve();

/** Characters that may wait for the end of the tick before they are written all the same. */
const PENDING_LIMIT = 16 * 1024;

/** Writes that a stream may make as they come: its first words are never held back. */
const PROMPT_WRITES = 8;
/** Afterwards it makes none so many milliseconds after the last, but waits for the end of the frame. */
const LEAST_GAP_MS = 10;
/**
 * No screen shows more than a write in so many milliseconds, and a model that writes hundreds of tokens a second needs
 * the time of the others, each of which would be a packet and a wake-up of the client.
 */
const frames = new Gathering((end) => setTimeout(end, 16));
/** All streams write in the same turn. */
const turns = new Gathering((end) => setImmediate(end));

/**
 * A streamed HTTP answer. The first text opens it; all texts of one tick are one write, and those of a frame where they
 * come faster. `ready` is its reader's back-pressure: it waits while the connection holds as much as it can.
 */
export class StreamedResponse implements GenerationReader {
  private pending = '';
  private stopFlush: (() => void) | undefined;
  private writes = 0;
  private writtenAt = 0;
  private full: Promise<void> | undefined;
  private drained = () => {};
  private quiet = true;
  private isBegun = false;

  constructor(
    private readonly reply: FastifyReply,
    private readonly contentType: string,
  ) {
    const unblock = () => {
      this.full = undefined;
      this.drained();
    };
    reply.raw.on('drain', unblock).on('close', unblock);
  }

  /** True once there was a text: the status can no longer be any other than 200. */
  get begun(): boolean {
    return this.isBegun;
  }

  write(text: string): void {
    if (text === '') return;
    this.isBegun = true;
    this.quiet = false;
    this.pending += text;
    this.stopFlush ??= this.flushSoon();
  }

  /** Writes the text if nothing was written since the last call. */
  keepAlive(text: string): void {
    if (this.quiet && !this.full) this.write(text);
    this.quiet = true;
  }

  ready(): Promise<void> {
    if (this.pending.length > PENDING_LIMIT) this.flush();
    return this.full ?? READY;
  }

  /** The last text. */
  end(text: string): void {
    this.pending += text;
    this.flush();
    this.reply.raw.end();
  }

  /** The last text of an answer that broke off. The connection closes after it. */
  breakOff(text: string): void {
    const { raw } = this.reply;
    raw.once('finish', () => raw.req.socket.destroySoon());
    this.end(text);
  }

  /** @returns what stops it */
  private flushSoon(): () => void {
    const isFast = this.writes >= PROMPT_WRITES && performance.now() - this.writtenAt < LEAST_GAP_MS;
    return (isFast ? frames : turns).wait(() => this.flush());
  }

  private flush(): void {
    this.stopFlush?.();
    this.stopFlush = undefined;
    this.writes += 1;
    this.writtenAt = performance.now();
    const text = this.pending;
    this.pending = '';
    if (text === '' || clientHasLeft(this.reply.raw)) return;
    if (!this.reply.raw.headersSent) this.open();
    if (this.writeAtOnce(text) || this.full) return;
    this.full = new Promise((resolve) => {
      this.drained = resolve;
    });
  }

  /** Node gathers the parts of a chunk until the next tick, which is one more for each stream. */
  private writeAtOnce(text: string): boolean {
    const { raw } = this.reply;
    raw.socket?.cork();
    const goOn = raw.write(text);
    raw.socket?.uncork();
    return goOn;
  }

  /** Bypasses Fastify from here on, but keeps the headers that were set before. */
  private open(): void {
    const headers = this.reply.getHeaders() as Record<string, string | string[]>;
    this.reply.hijack();
    this.reply.raw.writeHead(200, {
      ...headers,
      'content-type': this.contentType,
      'cache-control': 'no-cache, no-transform',
      // tells nginx, and what understands it, not to hold the stream back
      'x-accel-buffering': 'no',
    });
  }
}
