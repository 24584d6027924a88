import type { IncomingMessage } from 'node:http';
import { isOllamaPath } from '@predict-otron/dialects';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { FastifyInstance } from 'fastify';

const JSON_TYPE = 'application/json';

/** JSON is the only body; the answer to a bad one says where it is bad, which Fastify's own parser does not. */
export function acceptJsonOnly(instance: FastifyInstance): void {
  const parse = instance.getDefaultJsonParser('error', 'error');
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser<string>(JSON_TYPE, { parseAs: 'string' }, (request, body, done) => {
    parse(request, body, (error, value) => done(error && invalidJson(body), value));
  });
  // Ollama takes every body for JSON, whatever its type, and curl names another one by itself
  instance.addHook('onRequest', ({ raw }, _reply, done) => {
    if (isOllamaPath(raw.url ?? '') && hasBody(raw)) raw.headers['content-type'] = JSON_TYPE;
    done();
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** What is wrong with a text that did not parse. */
export function invalidJson(body: string): PluginError {
  if (body.trim() === '') return new PluginError('INPUT_INVALID', 'The body is empty: send a JSON object.');
  try {
    JSON.parse(body);
  } catch (error) {
    return new PluginError('INPUT_INVALID', `The body is not valid JSON: ${(error as Error).message}.`);
  }
  return new PluginError(
    'INPUT_INVALID',
    'The body has a key that is refused: "__proto__", or "prototype" in "constructor".',
  );
}
