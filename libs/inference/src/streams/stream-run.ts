import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import type { Observable, Subscription } from 'rxjs';
import type { StreamAnswer, StreamReader } from './stream-piece.js';

/** How a run ended; the error is there when it failed. */
export interface RunEnd {
  how: 'whole' | 'failed' | 'cancelled';
  error?: unknown;
  /** False for an error that the reader was not told: it had not begun. */
  told: boolean;
}

/** One generation on its way into a reader. */
export class StreamRun {
  /** Resolves when it has ended in whatever way. */
  readonly ended: Promise<RunEnd>;
  private settle: (end: RunEnd) => void = () => {};
  private subscription?: Subscription;
  private seq = 0;
  private over = false;

  constructor(
    private readonly answer: StreamAnswer,
    private readonly reader: StreamReader,
  ) {
    this.ended = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  start(events: Observable<GenerationEvent>): void {
    this.write(this.answer.begin());
    const subscription = events.subscribe({
      next: (event) => this.write(this.answer.of(event)),
      error: (error: unknown) => this.fail(error),
      complete: () => this.complete(),
    });
    this.subscription = subscription;
    if (this.over) subscription.unsubscribe();
  }

  /** Ends the generation within one step of the engine. Does nothing once it has ended. */
  cancel(): void {
    if (this.over) return;
    this.write(this.answer.cancel());
    this.end({ how: 'cancelled', told: true });
  }

  /** Ends the generation with an error, such as a shutdown. Does nothing once it has ended. */
  fail(error: unknown): void {
    if (this.over) return;
    const told = this.seq > 0 || this.reader.begun !== false;
    if (told) this.write(this.answer.fail(error));
    this.end({ how: 'failed', error, told });
  }

  private complete(): void {
    try {
      this.write(this.answer.finish());
      this.end({ how: 'whole', told: true });
    } catch (error) {
      this.fail(error);
    }
  }

  private end(end: RunEnd): void {
    if (this.over) return;
    this.over = true;
    this.subscription?.unsubscribe();
    this.reader.end(end.how === 'whole');
    this.settle(end);
  }

  private write(bodies: (object | string)[]): void {
    for (const body of bodies) {
      if (this.over) return;
      this.seq += 1;
      this.reader.write({ seq: this.seq, text: this.answer.text(body, this.seq) });
    }
  }
}
