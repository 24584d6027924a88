import type { IncomingMessage } from 'node:http';
import type { ApiKey } from './api-key.js';

/** Who sent a request: the holder of a key, the server in front of this engine, or anybody. */
export interface Caller {
  key?: ApiKey;
  service?: true;
  /** Name of the key that the client of the server in front sent. */
  clientKey?: string;
}

const callers = new WeakMap<object, Caller>();

/** Remembers who sent a request. */
export function setCaller(request: IncomingMessage, caller: Caller): void {
  callers.set(request, caller);
}

/** Name of the key that a request came with, here or at the server in front. */
export function keyNameOf(request: IncomingMessage): string | undefined {
  const { key, clientKey } = callerOf(request);
  return key?.name ?? clientKey;
}

/** Who sent a request, as far as that was looked at. */
export function callerOf(request: IncomingMessage): Caller {
  return callers.get(request) ?? {};
}
