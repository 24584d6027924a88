import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Upstream } from '../upstreams/upstream.js';
import { AnswerRelay } from './answer-relay.js';
import { attempt, type HeldAnswer, type OutgoingRequest } from './attempt.js';
import { known, unavailable } from './forwarder.js';
import type { Union } from './union.js';

/** A request to several engines at once. */
interface Asking {
  outgoing: OutgoingRequest;
  /** Milliseconds for all of it. */
  overallMs: number;
}

/** Answers with what all engines say together; those that do not answer are left out. */
export async function askAll(
  upstreams: Upstream[],
  request: FastifyRequest,
  reply: FastifyReply,
  { union, ...asking }: Asking & { union: Union },
): Promise<void> {
  const all = await gather(upstreams, asking);
  const found = all.filter(({ status }) => status !== 404);
  const answers = found.length > 0 ? found : all;
  const [first = noAnswer()] = answers;
  const fault = answers.find(({ status }) => status !== 200);
  const body = () => Buffer.from(JSON.stringify(union(answers.map((answer) => JSON.parse(answer.body.toString())))));
  const { 'content-length': _, ...headers } = first.headers;
  const relay = new AnswerRelay(request, reply);
  relay.whole(fault ? known(fault, 'inference') : withLength({ status: 200, headers, body: body() }));
}

/** Sends the request to every engine, and answers with the best of their answers: one that did it before one that could not. */
export async function askEvery(
  upstreams: Upstream[],
  request: FastifyRequest,
  reply: FastifyReply,
  asking: Asking,
): Promise<void> {
  const answers = await gather(upstreams, asking);
  const found = answers.filter(({ status }) => status !== 404);
  // an engine that has the model and failed is what the caller must hear of
  const [answer = answers[0] ?? noAnswer()] = found.sort((a, b) => b.status - a.status);
  new AnswerRelay(request, reply).whole(known(answer, 'inference'));
}

/**
 * Has engines pull what another one pulls, so that any of them can answer for the model: with a cache of their own they
 * download it, too, with a shared one they wait for the one download. How it goes is told by their own lists of pulls.
 */
export async function pullAlike(upstreams: Upstream[], { outgoing, overallMs }: Asking): Promise<void> {
  const headers = { ...outgoing.headers, accept: 'application/json' };
  await gather(upstreams, { outgoing: { ...outgoing, headers }, overallMs });
}

async function gather(upstreams: Upstream[], { outgoing, overallMs }: Asking): Promise<HeldAnswer[]> {
  const signal = AbortSignal.timeout(overallMs);
  const answers = await Promise.all(upstreams.map((upstream) => wholeAnswer(upstream, outgoing, signal)));
  return answers.filter((answer) => answer !== undefined);
}

/** `undefined` when the engine could not be asked. */
export async function wholeAnswer(
  upstream: Upstream,
  outgoing: OutgoingRequest,
  signal: AbortSignal,
): Promise<HeldAnswer | undefined> {
  const answer: Omit<HeldAnswer, 'body'> = { status: 0, headers: {} };
  const chunks: Buffer[] = [];
  const reader = {
    head: (status: number, headers: HeldAnswer['headers']) => void Object.assign(answer, { status, headers }),
    data: (chunk: Buffer) => chunks.push(chunk) > 0,
    onDrained: () => undefined,
  };
  const end = await attempt(upstream, outgoing, reader, signal);
  if (end.kind === 'complete') return { ...answer, body: Buffer.concat(chunks) };
  if (end.kind === 'refused') return end.answer;
  upstream.failed(end.error.message, { gone: end.kind === 'unreached' });
  return undefined;
}

function withLength(answer: HeldAnswer): HeldAnswer {
  return { ...answer, headers: { ...answer.headers, 'content-length': String(answer.body.length) } };
}

function noAnswer(): never {
  throw unavailable('inference');
}
