import { concat, defer, ignoreElements, type MonoTypeOperatorFunction } from 'rxjs';

/** Waits for `last` when all values have passed, before anyone hears of the end. Does not run it after an error. */
export function beforeEnd<T>(last: () => Promise<void>): MonoTypeOperatorFunction<T> {
  return (values) => concat(values, defer(last).pipe(ignoreElements()));
}
