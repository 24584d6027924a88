import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { changed, type Json, namesIn } from '../end-to-end/changed-body.js';
import { type BodyEndpoint, RIGHT_BODIES } from '../end-to-end/right-bodies.js';
import { bodiesOf, type Schema } from './schema-bodies.js';

/** One request over HTTP. */
export interface FuzzRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** What came of it. */
export interface FuzzAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** The part of the API document that matters here. */
export interface ApiDocument {
  paths: Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { schema: Schema }> }; parameters?: Parameter[] }>
  >;
  components: { schemas: Record<string, Schema> };
}

interface Parameter {
  in: string;
  name: string;
}

const ODD = [
  '',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%ff',
  '__proto__',
  'a'.repeat(1500),
  '%F0%9F%A6%99',
  '-1',
  '1e9',
  "'",
  '*',
  '%2e',
];
const IDS = [
  'otron-tiny-llama',
  'otron-embed-tiny',
  'default',
  'hf:acme/not-there:Q4_K_M',
  'resp_1',
  'owner/name',
  'no such',
];
const segment = fc.oneof(
  fc.constantFrom(...ODD, ...IDS.map(encodeURIComponent), ...IDS.map(encodeURI)),
  fc.string({ maxLength: 12 }).map((it) => encodeURIComponent(it)),
);
const headerValue = fc.oneof(
  fc.constantFrom('', '*/*', 'text/event-stream', 'true', '0', 'a'.repeat(3000)),
  fc.base64String({ maxLength: 20 }),
);
const NAMES = [
  'accept',
  'x-request-id',
  'last-event-id',
  'anthropic-version',
  'anthropic-beta',
  'authorization',
  'x-api-key',
  'cookie',
];
const MORE = [
  'content-type',
  'content-encoding',
  'range',
  'if-none-match',
  'x-forwarded-for',
  'traceparent',
  'prefer',
  'x-resumable',
];
const headers = fc.dictionary(fc.constantFrom(...NAMES, ...MORE), headerValue, { maxKeys: 3 });
const OTHER_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE'];
/** Takes a model from those that all others ask for: seldom, since it is loaded again each time. */
const RARE = /unload$|\/load$/;

/** Requests to every endpoint of the document, of any shape, most of them near to what is right. */
export function requestsOf(document: ApiDocument): fc.Arbitrary<FuzzRequest> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody, parameters = [] }]) => {
      const schema = requestBody?.content['application/json']?.schema;
      const body = bodies(RIGHT_BODIES[path], schema, document.components.schemas);
      const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
      return {
        weight: body ? 20 : RARE.test(path) ? 1 : 5,
        arbitrary: fc.record({
          method: methodOf(method),
          path: pathOf(path, query),
          headers: mostlyNone(headers),
          ...(body && { body }),
        }),
      };
    }),
  );
  return fc.oneof(...operations);
}

const methodOf = (method: string) =>
  fc.oneof({ weight: 30, arbitrary: fc.constant(method.toUpperCase()) }, fc.constantFrom(...OTHER_METHODS));

const mostlyNone = (arbitrary: typeof headers) => fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, arbitrary);

function pathOf(template: string, query: string[]): fc.Arbitrary<string> {
  const parts = template.split('/').map((part) => (part.startsWith('{') ? segment : fc.constant(part)));
  const path = fc.tuple(...parts).map((filled) => filled.join('/'));
  const names = fc.constantFrom(...query, 'x', '__proto__', 'include[]');
  const search = fc
    .array(fc.tuple(names, segment), { maxLength: 2 })
    .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));
  return fc.tuple(path, search).map(([it, asked]) => (asked ? `${it}?${asked}` : it));
}

function bodies(right: BodyEndpoint | undefined, schema: Schema | undefined, schemas: Record<string, Schema>) {
  const all: fc.Arbitrary<Json>[] = (right?.bodies ?? []).map((body) => changed(body, namesIn(right?.bodies)));
  if (schema) {
    const made = bodiesOf(schema, schemas);
    all.push(
      made,
      made,
      made.chain((body) => changed(body as object, namesIn(body))),
    );
  }
  if (all.length === 0) return undefined;
  const text = fc.oneof(...all).map((body) => JSON.stringify(body));
  return fc.oneof(
    { weight: 20, arbitrary: text },
    fc.string({ unit: 'binary' }),
    text.map((it) => it.slice(0, it.length / 2)),
  );
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** Closes what lies open. */
export const closeConnections = () => agent.destroy();

/** Sends it; rejects when nothing whole has come back after the time, in milliseconds. */
export function send(url: string, { method, path, headers, body }: FuzzRequest, timeMs: number): Promise<FuzzAnswer> {
  return new Promise((resolve, reject) => {
    const type =
      body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const { hostname, port } = new URL(url);
    const sent = request({ agent, hostname, port, method, path, headers: { ...type, ...headers }, timeout: timeMs });
    const limit = setTimeout(() => sent.destroy(new Error(`hangs for ${timeMs} ms`)), timeMs);
    sent.on('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (data) => {
        text += data;
      });
      response.on('error', reject);
      response.on('close', () => {
        clearTimeout(limit);
        resolve({ status: response.statusCode as number, headers: response.headers, text });
      });
    });
    sent.end(body);
  });
}
