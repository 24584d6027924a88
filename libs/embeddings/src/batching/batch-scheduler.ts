import { waitedTooLong } from '@predict-otron/kernel';
import { type ErrorCode, type LoadedEmbedder, PluginError } from '@predict-otron/plugin-sdk';
import { Observable, type Subscriber } from 'rxjs';
import { distinctRows } from './distinct-rows.js';
import { type WaitingText, WaitingTexts } from './waiting-texts.js';

/** A subscribed `embed` call. */
interface Request {
  subscriber: Subscriber<Float32Array[]>;
  vectors: Float32Array[];
  missing: number;
  /** One of its texts is in a forward, or was. */
  started: boolean;
}

/** After these the engine is gone, and running the rows again would only fail again. */
const ENGINE_GONE: ErrorCode[] = ['DISPOSED', 'ENGINE_CRASHED', 'DEVICE_UNAVAILABLE'];

/**
 * Batches the texts of all requests of one loaded embedder. It keeps `limits.concurrency` forwards running while texts
 * wait. Nothing waits for company on purpose: texts gather while forwards run, and within one turn of the event loop.
 */
export class BatchScheduler {
  private readonly waiting = new WaitingTexts<Request>();
  private running = 0;
  private wakeUp?: NodeJS.Immediate;

  constructor(private readonly embedder: Pick<LoadedEmbedder, 'embed' | 'limits'>) {}

  /**
   * The vectors of token rows, in order, emitted once when all are there. Subscribing queues the rows; unsubscribing
   * drops those that did not start. A forward that fails fails only the requests that had a text in it. A request none of
   * whose rows started within `maxQueueMs` fails with `OVERLOADED`.
   */
  embed(rows: number[][], maxQueueMs?: number): Observable<Float32Array[]> {
    return new Observable((subscriber) => {
      const request: Request = { subscriber, vectors: new Array(rows.length), missing: rows.length, started: false };
      if (maxQueueMs !== undefined) {
        const late = setTimeout(() => request.started || subscriber.error(waitedTooLong(maxQueueMs)), maxQueueMs);
        subscriber.add(() => clearTimeout(late));
      }
      this.waiting.add(request, rows);
      this.wakeUp ??= setImmediate(() => {
        this.wakeUp = undefined;
        this.startForwards();
      });
      return () => {
        if (request.missing > 0) this.waiting.drop(request);
      };
    });
  }

  private startForwards(): void {
    const { batchTokens, concurrency } = this.embedder.limits;
    while (this.running < concurrency && this.waiting.size > 0) {
      this.running++;
      void this.runForward(this.waiting.take(batchTokens));
    }
  }

  private async runForward(batch: WaitingText<Request>[]): Promise<void> {
    for (const { request } of batch) request.started = true;
    const outcome = await this.forward(batch).catch((error: unknown) => PluginError.from(error));
    this.running--;
    if (PluginError.is(outcome)) this.fail(batch, outcome);
    // the engine first: answers are written while it computes
    this.startForwards();
    if (!PluginError.is(outcome)) deliver(batch, outcome);
  }

  /** One bad row fails a whole forward, so the rows of a failed one run again alone. */
  private fail(batch: WaitingText<Request>[], error: PluginError): void {
    const open = batch.filter(({ request }) => !request.subscriber.closed);
    if (batch.length > 1 && !ENGINE_GONE.includes(error.code)) this.waiting.retryAlone(open);
    else for (const { request } of open) request.subscriber.error(error);
  }

  private async forward(batch: WaitingText<Request>[]): Promise<Float32Array[]> {
    const { rows, places } = distinctRows(batch.map(({ tokens }) => tokens));
    const vectors = await this.embedder.embed(rows);
    if (vectors.length !== rows.length || !vectors.every(hasFiniteNumbers)) {
      throw new PluginError('INTERNAL', 'the embedding backend gave too few vectors, or numbers that are not finite');
    }
    return places.map((place) => vectors[place] as Float32Array);
  }
}

function deliver(batch: WaitingText<Request>[], vectors: Float32Array[]): void {
  batch.forEach(({ request, index }, row) => {
    request.vectors[index] = vectors[row] as Float32Array;
    request.missing--;
    if (request.missing > 0) return;
    request.subscriber.next(request.vectors);
    request.subscriber.complete();
  });
}

function hasFiniteNumbers(vector: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i] as number;
  return Number.isFinite(sum);
}
