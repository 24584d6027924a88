import type { OpenAPIObject } from '@nestjs/swagger';
import { wholeAnswer } from '../forwarding/ask-engines.js';
import type { Engines } from '../upstreams/engines.js';
import { mergeDocuments } from './merge-documents.js';

/** Time for an engine to send its document, in milliseconds. */
const PATIENCE = 5_000;

/** The OpenAPI document of the server and of one engine of each service; of a service that is away nothing is known. */
export async function wholeDocument(own: OpenAPIObject, engines: Engines): Promise<OpenAPIObject> {
  const signal = AbortSignal.timeout(PATIENCE);
  const asked = { method: 'GET', path: '/openapi.json' };
  const upstreams = engines.services.flatMap((service) => service.pick(new Set()) ?? []);
  const answers = await Promise.all(
    upstreams.map((upstream) => wholeAnswer(upstream, { ...asked, headers: upstream.ownHeaders }, signal)),
  );
  const documents = answers.flatMap((answer) => (answer?.status === 200 ? [JSON.parse(answer.body.toString())] : []));
  return mergeDocuments(own, documents);
}
