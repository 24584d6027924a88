import type { ServerResponse } from 'node:http';
import { fromEvent, lastValueFrom, type Observable, takeUntil } from 'rxjs';

/** A reply of Fastify, as far as its connection goes. */
export interface Reply {
  raw: ServerResponse;
}

/**
 * The value of a computation that is unsubscribed when its client goes away; `undefined` then, which nobody reads.
 * Watches the response: a request counts as closed as soon as its body was read.
 */
export function whileConnected<T>(reply: Reply, computation: Observable<T>): Promise<T | undefined> {
  return lastValueFrom(computation.pipe(takeUntil(fromEvent(reply.raw, 'close'))), { defaultValue: undefined });
}
