import { type LoadedEmbedder, PluginError } from '@predict-otron/plugin-sdk';
import { Observable, type Subscriber } from 'rxjs';

/** Characters given to the backend in one call at most, so that one request's book does not hold up another's line. */
const CALL_CHARACTERS = 65_536;

/** A subscribed `tokenize` call. */
interface Request {
  subscriber: Subscriber<number[][]>;
  texts: string[];
  /** Texts handed to the backend so far. */
  started: number;
  rows: number[][];
}

/** Texts of one request in one call. */
interface Piece {
  request: Request;
  texts: string[];
}

/** Gathers the texts of all requests into few calls of the backend's tokenizer, one at a time, requests taking turns. */
export class TokenizeQueue {
  private requests: Request[] = [];
  private running = false;

  constructor(private readonly embedder: Pick<LoadedEmbedder, 'tokenize'>) {}

  /** Token ids of each text, emitted once when all are there. Unsubscribing drops the texts that did not start. */
  tokenize(texts: string[]): Observable<number[][]> {
    return new Observable((subscriber) => {
      const request: Request = { subscriber, texts, started: 0, rows: [] };
      this.requests.push(request);
      if (!this.running) {
        this.running = true;
        setImmediate(() => void this.run());
      }
      return () => {
        this.requests = this.requests.filter((other) => other !== request);
      };
    });
  }

  private async run(): Promise<void> {
    while (this.requests.length > 0) await this.call(this.nextPieces());
    this.running = false;
  }

  /** A piece of each request in turn until the call is full; who was served goes to the end of the turns. */
  private nextPieces(): Piece[] {
    const pieces: Piece[] = [];
    let room = CALL_CHARACTERS;
    for (const request of [...this.requests]) {
      if (room <= 0) break;
      const start = request.started;
      while (room > 0 && request.started < request.texts.length) {
        room -= (request.texts[request.started] as string).length;
        request.started++;
      }
      pieces.push({ request, texts: request.texts.slice(start, request.started) });
      this.requests.push(this.requests.shift() as Request);
    }
    return pieces;
  }

  private async call(pieces: Piece[]): Promise<void> {
    const texts = pieces.flatMap((piece) => piece.texts);
    try {
      const rows = await this.embedder.tokenize(texts);
      if (rows.length !== texts.length) {
        throw new PluginError('INTERNAL', `the embedding backend tokenized ${rows.length} of ${texts.length} texts`);
      }
      for (const { request, texts } of pieces) request.rows.push(...rows.splice(0, texts.length));
    } catch (error) {
      for (const { request } of pieces) request.subscriber.error(error);
    }
    for (const { request } of pieces) {
      if (request.rows.length < request.texts.length) continue;
      request.subscriber.next(request.rows);
      request.subscriber.complete();
    }
  }
}
