import { Observable } from 'rxjs';

/** Makes an async iterable that stops when the signal aborts. */
export type AbortableSource<T> = (signal: AbortSignal) => AsyncIterable<T>;

/**
 * The bridge from async iteration to Observables. `from(generator)` notices an unsubscription only at the generator's
 * next value; this one is free at once: it aborts the signal, stops waiting, and lets the source end on its own.
 * After each value it waits for `ready`, so that a slow reader slows the source and not the server's memory.
 */
export function fromAbortable<T>(source: AbortableSource<T>, reader: { ready?(): Promise<void> } = {}): Observable<T> {
  return new Observable<T>((subscriber) => {
    const controller = new AbortController();
    const { signal } = controller;
    const pump = async () => {
      const iterator = source(signal)[Symbol.asyncIterator]();
      try {
        while (!signal.aborted) {
          const next = await orAborted(iterator.next(), signal);
          if (next === ABORTED || next.done) break;
          subscriber.next(next.value);
          if (reader.ready && !signal.aborted) await orAborted(reader.ready(), signal);
        }
        subscriber.complete();
      } finally {
        // not awaited: a source that is deaf to the signal ends at its own next value
        void Promise.resolve(iterator.return?.()).catch(() => undefined);
      }
    };
    pump().catch((error: unknown) => subscriber.error(error));
    return () => controller.abort();
  });
}

const ABORTED = Symbol('aborted');

/** The promise's value, or ABORTED as soon as the signal aborts. Leaves no listener behind. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | typeof ABORTED> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      promise.catch(() => undefined);
      resolve(ABORTED);
      return;
    }
    const onAbort = () => resolve(ABORTED);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
