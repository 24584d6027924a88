import type { Loaded } from '@predict-otron/plugin-sdk';
import { Observable } from 'rxjs';

/**
 * A load as an Observable of one value. Unsubscribing before it aborts the signal, and what is loaded nevertheless is
 * disposed; from then on the model is its subscriber's.
 */
export function fromLoad<T extends { dispose(): Promise<void> }>(
  load: (signal: AbortSignal) => Promise<T>,
): Observable<Loaded<T>> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    load(controller.signal).then(
      (model) => {
        if (controller.signal.aborted) return model.dispose();
        subscriber.next({ type: 'loaded', model });
        subscriber.complete();
      },
      (error: unknown) => subscriber.error(error),
    );
    return () => controller.abort();
  });
}
