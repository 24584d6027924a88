import { PluginError } from '@predict-otron/plugin-sdk';
import { type MonoTypeOperatorFunction, map, takeUntil, timer } from 'rxjs';

/** The longest time that a timer can wait: about 24 days. */
const TIMER_LIMIT_MS = 2 ** 31 - 1;

/** Ends a stream with `TIMEOUT` at this moment (milliseconds since the epoch); without one, never. */
export function withDeadline<T>(deadline: number | undefined): MonoTypeOperatorFunction<T> {
  return (source) => {
    if (deadline === undefined) return source;
    const leftMs = Math.max(0, deadline - Date.now());
    return leftMs > TIMER_LIMIT_MS ? source : source.pipe(takeUntil(timer(leftMs).pipe(map(refuse))));
  };
}

function refuse(): never {
  throw new PluginError(
    'TIMEOUT',
    'The time for this request is over before its answer was complete. Ask for less, or allow more time ("timeout", and the server\'s --request-timeout).',
  );
}
