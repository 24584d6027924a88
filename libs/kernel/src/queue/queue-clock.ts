import { PluginError } from '@predict-otron/plugin-sdk';
import { Observable } from 'rxjs';

/** The time that one request spends in lines, be it for a model or for memory. Loads and answers do not count. */
export class QueueClock {
  private leftMs: number;
  private startedAt = 0;
  private timer?: NodeJS.Timeout;

  /** @param limitMs absent: it may wait for ever */
  constructor(private readonly limitMs = Number.POSITIVE_INFINITY) {
    this.leftMs = limitMs;
  }

  /** Runs while the latest event says `queued`. Once the time is over, the stream ends with `OVERLOADED`. */
  watch<Event extends { type: string }>(source: Observable<Event>): Observable<Event> {
    if (this.limitMs === Number.POSITIVE_INFINITY) return source;
    return new Observable((subscriber) => {
      subscriber.add(() => this.stop());
      const events = source.subscribe({
        next: (event) => {
          if (event.type === 'queued') this.start(() => subscriber.error(waitedTooLong(this.limitMs)));
          else this.stop();
          subscriber.next(event);
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
      subscriber.add(events);
    });
  }

  /** Its turn has come, of which no event tells. */
  stop(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.leftMs -= performance.now() - this.startedAt;
  }

  private start(late: () => void): void {
    if (this.timer !== undefined) return;
    this.startedAt = performance.now();
    this.timer = setTimeout(late, Math.max(0, this.leftMs));
  }
}

/** The error of a request whose turn did not come within its limit. `details.waitedMs` says so to a server in front. */
export function waitedTooLong(limitMs: number): PluginError {
  const seconds = limitMs / 1000;
  return new PluginError(
    'OVERLOADED',
    `The request has waited in line for ${seconds} s, as long as it may. Send it again later, or allow more ("queue_timeout").`,
    { waitedMs: limitMs, retryAfterSeconds: Math.ceil(seconds) },
  );
}
