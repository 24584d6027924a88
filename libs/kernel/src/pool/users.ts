import { type MonoTypeOperatorFunction, Observable } from 'rxjs';

/** The requests that a model in memory is answering: it is never freed under them. */
export class Users {
  private present = 0;
  private lastLeftAt?: number;

  /** `onLeft` is called when one has left. */
  constructor(private readonly onLeft: () => void) {}

  get count(): number {
    return this.present;
  }

  /** Milliseconds since the epoch when the last of them left; now while one is there; undefined before the first. */
  get lastUsedAt(): number | undefined {
    return this.present > 0 ? Date.now() : this.lastLeftAt;
  }

  /** Counts one more from the subscription until the stream ends or is unsubscribed. */
  counted<T>(): MonoTypeOperatorFunction<T> {
    return (source) =>
      new Observable((subscriber) => {
        this.present++;
        subscriber.add(() => this.leave());
        subscriber.add(source.subscribe(subscriber));
      });
  }

  private leave(): void {
    this.present--;
    this.lastLeftAt = Date.now();
    this.onLeft();
  }
}
