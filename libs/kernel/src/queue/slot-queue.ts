import { PluginError, type QueuedEvent } from '@predict-otron/plugin-sdk';
import { defer, Observable } from 'rxjs';
import { ServiceTimes } from './service-times.js';
import type { SlotDemand } from './slot-demand.js';
import { insert, type Waiter } from './waiter.js';

/**
 * The slots of one loaded model, and the line before them. First come, first served within a priority; nobody starts
 * past the head of the line, so one that needs many slots gets them.
 */
export class SlotQueue {
  private readonly waiting: Waiter[] = [];
  private readonly holding = new Set<Waiter>();
  private readonly serviceTimes = new ServiceTimes();
  private free: number;
  private closed = false;
  private settling = false;
  private unsettled = false;

  constructor(
    private readonly slots: number,
    private readonly limit: number,
  ) {
    this.free = slots;
  }

  /** Requests that hold slots. */
  get running(): number {
    return this.holding.size;
  }

  /** Requests that wait. */
  get queued(): number {
    return this.waiting.length;
  }

  /**
   * Cold: waits for slots, with a `queued` event at each change of place, then runs `work` in them until it ends or is
   * unsubscribed. `work` is told the milliseconds that it waited. Errors: `OVERLOADED` (details `retryAfterSeconds`) where
   * the line is full, `DISPOSED`.
   */
  run<T>(demand: SlotDemand, work: (waitedMs: number) => Observable<T>): Observable<QueuedEvent | T> {
    return new Observable((subscriber) => {
      this.refuseWhatCannotWait(demand);
      const arrivedAt = performance.now();
      let startedAt = arrivedAt;
      const waiter: Waiter = {
        ...demand,
        overtaken: 0,
        position: 0,
        start: () => {
          startedAt = performance.now();
          subscriber.add(defer(() => work(startedAt - arrivedAt)).subscribe(subscriber));
        },
        tell: (position) => subscriber.next({ type: 'queued', position }),
        fail: (error) => subscriber.error(error),
      };
      insert(this.waiting, waiter);
      this.settle();
      return () => {
        if (this.holding.has(waiter)) this.serviceTimes.record(performance.now() - startedAt);
        this.leave(waiter);
      };
    });
  }

  /** Ends the wait of all with `DISPOSED` and lets nobody in any more. What runs goes on. */
  close(): void {
    this.closed = true;
    for (const waiter of this.waiting.splice(0)) waiter.fail(disposed());
  }

  private refuseWhatCannotWait({ weight }: SlotDemand): void {
    if (this.closed) throw disposed();
    const startsAtOnce = this.waiting.length === 0 && weight <= this.free;
    if (startsAtOnce || this.waiting.length < this.limit) return;
    const load = [...this.waiting, ...this.holding].reduce((sum, waiter) => sum + waiter.weight, weight);
    const retryAfterSeconds = this.serviceTimes.secondsFor(load, this.slots);
    const message = `The model is busy and ${this.limit} requests wait already. Try again in ${retryAfterSeconds} s.`;
    throw new PluginError('OVERLOADED', message, { retryAfterSeconds, queueLimit: this.limit });
  }

  private leave(waiter: Waiter): void {
    const place = this.waiting.indexOf(waiter);
    if (place >= 0) this.waiting.splice(place, 1);
    else if (this.holding.delete(waiter)) this.free += waiter.weight;
    this.settle();
  }

  /** Starts whom it can and tells the others their places. Both may end requests at once, which calls it again. */
  private settle(): void {
    this.unsettled = true;
    if (this.settling) return;
    this.settling = true;
    while (this.unsettled) {
      this.unsettled = false;
      this.startHead();
      this.tellPositions();
    }
    this.settling = false;
  }

  private startHead(): void {
    for (let head = this.waiting[0]; head && head.weight <= this.free; head = this.waiting[0]) {
      this.waiting.shift();
      this.holding.add(head);
      this.free -= head.weight;
      head.start();
    }
  }

  private tellPositions(): void {
    for (const [place, waiter] of [...this.waiting].entries()) {
      const position = place + 1;
      if (waiter.position === position || this.unsettled) continue;
      waiter.position = position;
      waiter.tell(position);
    }
  }
}

function disposed(): PluginError {
  return new PluginError('DISPOSED', 'The server is shutting down.');
}
