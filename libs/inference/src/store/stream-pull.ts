import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { lastValueFrom, takeUntil, tap } from 'rxjs';
import { clientHasLeft, clientLeaves } from '../answer/client-presence.js';
import { StreamedResponse } from '../answer/streamed-response.js';
import { PullJob } from './pull-job.js';
import type { Pulls } from './pulls.js';

const KEEP_ALIVE_MS = 10_000;

/** Sends a pull as server-sent events, each of them the job, until it ends. A client that leaves cancels it. */
export async function streamPull(reply: FastifyReply, pulls: Pulls, id: string): Promise<void> {
  const response = new StreamedResponse(reply, 'text/event-stream; charset=utf-8');
  const beat = setInterval(() => response.keepAlive(': waiting\n\n'), KEEP_ALIVE_MS);
  const told = pulls.watch(id).pipe(
    tap((job) => response.write(`data: ${JSON.stringify(job)}\n\n`)),
    takeUntil(clientLeaves(reply.raw)),
  );
  try {
    await lastValueFrom(told, { defaultValue: undefined });
  } finally {
    clearInterval(beat);
  }
  if (clientHasLeft(reply.raw)) pulls.cancel(id);
  else response.end('');
}

/** Describes an answer that is the job, once or with each change. */
export function StreamDocument(): MethodDecorator {
  const content = { schema: { $ref: getSchemaPath(PullJob) } };
  return applyDecorators(
    ApiExtraModels(PullJob),
    ApiOkResponse({
      description: 'The job. As a stream, an event for each change; the last one has another status than `running`.',
      content: { 'application/json': content, 'text/event-stream': content },
    }),
  );
}
