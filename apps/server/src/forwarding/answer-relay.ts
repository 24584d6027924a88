import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { dialectError, errorEvent } from '@predict-otron/dialects';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerReader, HeldAnswer } from './attempt.js';
import { answeredHeaders } from './headers.js';
import { onlyKeepsOpen, separatorOf, WholeEvents } from './whole-events.js';

/** Bytes of a whole answer that are held back, so that it can still become an error when it breaks off. */
const HELD_BYTES = 1024 * 1024;

/**
 * Hands an engine's answer on to the client as it comes. Until something of the answer itself was written, another
 * engine may begin it anew.
 */
export class AnswerRelay implements AnswerReader {
  private readonly response: ServerResponse;
  private status = 0;
  private headers: IncomingHttpHeaders = {};
  private events?: WholeEvents;
  private held: Buffer[] = [];
  private heldBytes = 0;
  private hasBegun = false;
  /** Of what was sent; headers that were written raw cannot be asked for. */
  private contentType = '';

  constructor(
    private readonly request: FastifyRequest,
    private readonly reply: FastifyReply,
  ) {
    this.response = reply.raw;
  }

  /** True once the client has something of the answer: it cannot be begun anew. */
  get begun(): boolean {
    return this.hasBegun;
  }

  head(status: number, headers: IncomingHttpHeaders): void {
    this.status = status;
    this.headers = headers;
    this.held = [];
    this.heldBytes = 0;
    const separator = status === 200 ? separatorOf(headers['content-type']) : undefined;
    this.events = separator === undefined ? undefined : new WholeEvents(separator);
  }

  data(chunk: Buffer): boolean {
    if (this.events) return this.writeEvents(this.events.take(chunk));
    if (this.heldBytes > HELD_BYTES) return this.response.write(chunk);
    this.held.push(chunk);
    this.heldBytes += chunk.length;
    if (this.heldBytes <= HELD_BYTES || this.response.headersSent) return true;
    this.hasBegun = true;
    this.open();
    return this.response.write(Buffer.concat(this.held));
  }

  onDrained(resume: () => void): void {
    this.response.once('drain', resume);
  }

  /** The engine's answer is complete. */
  complete(): void {
    if (this.events) {
      this.writeEvents(this.events.flush());
      this.open();
      this.response.end();
    } else if (this.heldBytes > HELD_BYTES) {
      this.response.end();
    } else {
      this.whole({ status: this.status, headers: this.headers, body: Buffer.concat(this.held) });
    }
  }

  /** An answer in one piece. */
  whole({ status, headers, body }: HeldAnswer): void {
    if (this.response.headersSent) {
      this.endWith(body.toString());
      return;
    }
    this.status = status;
    this.headers = headers;
    this.open();
    this.response.end(body);
  }

  /**
   * Ends an answer of which the client has the head already: a stream with an error event, or with the events given.
   */
  breakOff(error: unknown, events?: string): void {
    if (!this.events) this.response.destroy();
    else if (events === undefined) this.endWith(JSON.stringify(dialectError(error, this.request).body));
    else this.close(events);
  }

  private endWith(errorBody: string): void {
    this.close(errorEvent(errorBody, this.request, this.contentType));
  }

  /** The connection closes after it, as it does when an engine breaks off a stream of its own. */
  private close(events: string): void {
    this.response.once('finish', () => this.response.req.socket.destroySoon());
    this.response.end(events);
  }

  private writeEvents(events: Buffer): boolean {
    if (events.length === 0) return true;
    this.hasBegun ||= !onlyKeepsOpen(events);
    this.open();
    return this.response.write(events);
  }

  /** Bypasses Fastify from here on, but keeps the headers that were set before. */
  private open(): void {
    if (this.response.headersSent) return;
    const own = this.reply.getHeaders() as Record<string, string | string[]>;
    this.reply.hijack();
    this.contentType = String(this.headers['content-type'] ?? '');
    this.response.writeHead(this.status, { ...answeredHeaders(this.headers), ...own });
  }
}
