import { firstAnswerOf, UsageCount } from '@predict-otron/dialects';
import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import type { FastifyReply } from 'fastify';
import { type MonoTypeOperatorFunction, tap } from 'rxjs';

/**
 * Sets the header `x-dropped-tokens` as long as a header can be set: of a streamed answer it says what was left out of the
 * prompts, of a whole one also what was forgotten on the way.
 */
export function tellDroppedTokens(reply: FastifyReply, prompts = 1, n = 1): MonoTypeOperatorFunction<GenerationEvent> {
  const usage = new UsageCount();
  let unread = prompts;
  return tap((event) => {
    if (event.type === 'prompt') {
      unread -= 1;
      usage.addPrompt(event, Math.floor(firstAnswerOf(event) / n));
    } else if (event.type === 'end') usage.addAnswer(event, Math.floor(event.index / n));
    else return;
    if (unread === 0 && usage.dropped > 0 && !reply.raw.headersSent) reply.header('x-dropped-tokens', usage.dropped);
  });
}
