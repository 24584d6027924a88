import type { WholeAnswer } from '@predict-otron/dialects';
import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import type { FastifyReply } from 'fastify';
import { type Observable, takeUntil } from 'rxjs';
import { clientHasLeft, clientLeaves } from './client-presence.js';

/** Sends an answer when all of it is there. A client that leaves before ends the generation at once. */
export async function sendAnswer(
  reply: FastifyReply,
  answer: WholeAnswer,
  events: Observable<GenerationEvent>,
): Promise<void> {
  await events.pipe(takeUntil(clientLeaves(reply.raw))).forEach((event) => {
    answer.add(event);
  });
  if (!clientHasLeft(reply.raw)) void reply.send(answer.finish());
}
