import { setTimeout as sleep } from 'node:timers/promises';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Upstream } from '../upstreams/upstream.js';
import { AnswerRelay } from './answer-relay.js';
import {
  type AnswerReader,
  type AnswerTap,
  attempt,
  type HeldAnswer,
  type IsRefusal,
  type OutgoingRequest,
} from './attempt.js';

/** Times that one request is sent at most, and how many of these may end with its engine going away. */
const ATTEMPTS = 5;
const LOSSES = 2;
/** Before a request is sent again to an engine that refused it, in milliseconds: behind one address there may be several. */
const PAUSE = 100;

/** A request to be forwarded. */
export interface Forwarding {
  outgoing: OutgoingRequest;
  /** The engine to send it to next, those that were tried last; none when there is none left. */
  pick(tried: ReadonlySet<Upstream>): Upstream | undefined;
  /** What kind of engine that is, for people. */
  name: string;
  /** Milliseconds for all of it. */
  overallMs: number;
  /** Whether it may be sent again after its engine was lost with it. What was refused is always sent again. */
  repeatable: boolean;
  /** Which answers send it on to the next engine, beside a refusal to begin. */
  isRefusal?: IsRefusal;
  /** Sees the answer on its way. */
  tap?(reader: AnswerReader): AnswerTap;
}

/**
 * Answers a request with what an engine answers. Rejects with an error that comes before anything was written, so that
 * it becomes an HTTP status; a later one ends the stream. A client that leaves ends the request at the engine.
 */
export async function forward(request: FastifyRequest, reply: FastifyReply, forwarding: Forwarding): Promise<void> {
  const relay = new AnswerRelay(request, reply);
  const tap = forwarding.tap?.(relay);
  const stop = new AbortController();
  const leave = () => stop.abort(new PluginError('CANCELLED', 'The client has left.'));
  const late = () => stop.abort(new PluginError('TIMEOUT', timeoutMessage(forwarding)));
  const timer = setTimeout(late, forwarding.overallMs);
  const { socket } = request.raw;
  reply.raw.once('close', leave);
  // a response that waits behind another one on its connection is not told of the connection's end
  socket.once('close', leave);
  try {
    const refusal = await sendUntilAnswered(forwarding, relay, tap ?? relay, stop.signal);
    if (refusal) return relay.whole(refusal);
    await tap?.beforeEnd();
    relay.complete();
  } catch (error) {
    if (socket.destroyed || reply.raw.destroyed) throw new PluginError('CANCELLED', 'The client has left.');
    if (!reply.raw.headersSent) throw error;
    const { code, details } = PluginError.from(error);
    request.log.warn({ code, engine: details.engine }, 'A forwarded answer broke off.');
    relay.breakOff(error, await tap?.fail(error));
  } finally {
    clearTimeout(timer);
    reply.raw.off('close', leave);
    socket.off('close', leave);
  }
}

/** Resolves when an answer was read whole, with the last refusal when no engine began with the request. */
async function sendUntilAnswered(
  { outgoing, pick, name, repeatable, isRefusal }: Forwarding,
  relay: AnswerRelay,
  reader: AnswerReader,
  signal: AbortSignal,
): Promise<HeldAnswer | undefined> {
  const tried = new Set<Upstream>();
  let losses = 0;
  let refusal: HeldAnswer | undefined;
  for (let sent = 0; sent < ATTEMPTS; sent += 1) {
    const upstream = pick(tried);
    // what one engine does not know, it will not know in a moment
    if (!upstream || (refusal?.status === 404 && tried.has(upstream))) break;
    if (tried.has(upstream)) await sleep(PAUSE, undefined, { signal }).catch(() => signal.throwIfAborted());
    tried.add(upstream);
    upstream.open += 1;
    const end = await attempt(upstream, outgoing, reader, signal, isRefusal);
    upstream.open -= 1;
    signal.throwIfAborted();
    switch (end.kind) {
      case 'complete':
        upstream.succeeded();
        return undefined;
      case 'refused':
        refusal = end.answer;
        break;
      case 'unreached':
        upstream.failed(end.error.message, { gone: true });
        break;
      case 'lost':
        upstream.failed(end.error.message);
        losses += 1;
        if (isTimeout(end.error)) throw new PluginError('TIMEOUT', `The ${name} engine did not answer in time.`);
        if (relay.begun || !repeatable || losses >= LOSSES) throw lost(name, upstream);
    }
  }
  if (refusal) return known(refusal, name);
  throw unavailable(name);
}

/** The answer of an engine that knows this server. Throws `UPSTREAM` for one that does not. */
export function known(answer: HeldAnswer, name: string): HeldAnswer {
  if (answer.status !== 401) return answer;
  const message = `The ${name} engine has keys and does not know this server. Set the same OTRON_SERVICE_TOKEN here and there.`;
  throw new PluginError('UPSTREAM', message);
}

function isTimeout({ code }: NodeJS.ErrnoException): boolean {
  return code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT';
}

function timeoutMessage({ overallMs, name }: Forwarding): string {
  return `The ${name} engine did not complete its answer in ${overallMs / 1000} seconds, the limit of this server.`;
}

function lost(name: string, { origin }: Upstream): PluginError {
  return new PluginError('UPSTREAM', `The ${name} engine stopped while it worked on this request. Send it again.`, {
    engine: origin,
  });
}

/** What is said while no engine of a service can be reached. */
export function unavailable(name: string): PluginError {
  return new PluginError('ENGINE_CRASHED', `No ${name} engine can be reached. Try again in a few seconds.`, {
    retryAfterSeconds: 2,
  });
}
