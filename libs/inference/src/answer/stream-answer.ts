import { type AnswerStream, toFailure } from '@predict-otron/dialects';
import type { GenerationEvent, GenerationReader } from '@predict-otron/plugin-sdk';
import type { FastifyReply } from 'fastify';
import { type Observable, takeUntil } from 'rxjs';
import { clientHasLeft, clientLeaves } from './client-presence.js';
import { StreamedResponse } from './streamed-response.js';

/** Starts the generation for one reader. */
export type Generate = (reader: GenerationReader) => Observable<GenerationEvent>;

/**
 * Sends an answer while it is generated. Rejects with an error that comes before anything was sent, so that it becomes
 * an HTTP status; a later one ends the stream. A client that leaves ends the generation at once.
 */
export async function streamAnswer(
  reply: FastifyReply,
  answer: AnswerStream,
  generate: Generate,
  { keepAliveMs }: { keepAliveMs: number },
): Promise<void> {
  const response = new StreamedResponse(reply, answer.contentType);
  const beat = setInterval(() => response.keepAlive(answer.keepAlive()), keepAliveMs);
  try {
    await generate(response)
      .pipe(takeUntil(clientLeaves(reply.raw)))
      .forEach((event) => {
        response.write(answer.encode(event));
      });
    if (!clientHasLeft(reply.raw)) response.end(answer.finish());
  } catch (error) {
    if (!response.begun) throw error;
    logBreak(reply, error);
    response.breakOff(answer.fail(error));
  } finally {
    clearInterval(beat);
  }
}

/** The message is left out unless it is a defect: it may quote what the client sent. */
function logBreak(reply: FastifyReply, error: unknown): void {
  const { status, code } = toFailure(error);
  if (status === 500) reply.log.error({ err: error }, 'A streamed answer broke off.');
  else reply.log.warn({ code }, 'A streamed answer broke off.');
}
