import type { IncomingMessage } from 'node:http';
import type { ApiKey } from './api-key.js';

/** Who sent a request: the holder of a key, the server in front of this engine, or anybody. */
export interface Caller {
  key?: ApiKey;
  service?: true;
  /** Name of the key that the client of the server in front sent. */
  clientKey?: string;
  clientPriority?: number;
  /** Id of that server, where it wants to know how many tokens its client used. */
  server?: string;
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

/** All of it, for the work that is done for a request. */
export function askerOf(request: IncomingMessage): { key?: string; priority?: number; server?: string } {
  return { key: keyNameOf(request), priority: priorityOf(request), server: callerOf(request).server };
}

/** Whether a request comes from the server in front of this engine. */
export function isOfService(request: IncomingMessage): boolean {
  return callerOf(request).service === true;
}

/** The priority of that key, 0 to 9. */
export function priorityOf(request: IncomingMessage): number | undefined {
  const { key, clientPriority } = callerOf(request);
  return key ? key.priority : clientPriority;
}

/** Who sent a request, as far as that was looked at. */
export function callerOf(request: IncomingMessage): Caller {
  return callers.get(request) ?? {};
}
