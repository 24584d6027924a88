import type { GenerationEvent, GenerationReader } from '@predict-otron/plugin-sdk';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import { EventStreamReader } from './event-stream-reader.js';
import type { StreamAnswer } from './stream-piece.js';
import type { Streams } from './streams.js';

/**
 * Sends an answer while it is generated, as a stream that survives its client. Rejects with an error that comes before
 * anything was sent. A client that leaves before it could learn the stream's id cancels it.
 */
export async function streamResumably(
  streams: Streams,
  reply: FastifyReply,
  answer: StreamAnswer,
  generate: (reader: GenerationReader) => Observable<GenerationEvent>,
  { keepAliveMs }: { keepAliveMs: number },
): Promise<void> {
  const { stream, run, start } = streams.create('chunks', () => answer);
  void reply.header('x-stream-id', stream.id);
  const reader = new EventStreamReader(reply, keepAliveMs);
  reader.readFrom(stream, 0, () => {
    if (!reply.raw.headersSent) streams.delete(stream.id);
  });
  start(generate);
  const { told, error } = await run.ended;
  if (told) return;
  streams.delete(stream.id);
  void reply.removeHeader('x-stream-id');
  throw error;
}
