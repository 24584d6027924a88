import type { Loaded, LoadOptions, LoadProgress } from '@predict-otron/plugin-sdk';
import { concat, defer, from, type Observable, takeWhile, throwError } from 'rxjs';
import type { DescribedModel } from './described-model.js';
import type { AnyLoaded } from './model-kind.js';

/** What a backend says until the model is there; an error where it never is. */
export function backendLoad<Model extends AnyLoaded>(
  { backend, file }: DescribedModel,
  options: LoadOptions,
): Observable<LoadProgress | Loaded<Model>> {
  const events = defer(() => from(backend.load(file, options) as Observable<LoadProgress | Loaded<Model>>));
  const noModel = throwError(() => new Error('the load completed without a model'));
  return concat(events, noModel).pipe(takeWhile(({ type }) => type !== 'loaded', true));
}
