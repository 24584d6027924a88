import type { ServerResponse } from 'node:http';
import { fromEvent, lastValueFrom, merge, type Observable, takeUntil } from 'rxjs';

/**
 * The value of a computation that is unsubscribed when its client goes away; `undefined` then, which nobody reads.
 * A response that waits behind another one on its connection is not told of the connection's end, so both are watched.
 */
export function whileConnected<T>(response: ServerResponse, computation: Observable<T>): Promise<T | undefined> {
  const { socket } = response.req;
  if (response.destroyed || socket.destroyed) return Promise.resolve(undefined);
  const left = merge(fromEvent(response, 'close'), fromEvent(socket, 'close'));
  return lastValueFrom(computation.pipe(takeUntil(left)), { defaultValue: undefined });
}
