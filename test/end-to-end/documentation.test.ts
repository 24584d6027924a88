import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { eventData, type RunningServer, startServer } from './server.js';

interface Media {
  schema?: object;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; example?: unknown; schema?: { example?: unknown } }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties?: object; additionalProperties?: unknown }> };
}

let server: RunningServer;
let document: Document;
let ajv: Ajv2020;

beforeAll(async () => {
  server = await startServer();
  document = await server.json<Document & Record<string, unknown>>('/openapi.json');
  // what the document does not list must not be in an answer
  for (const schema of Object.values(document.components.schemas)) {
    if (schema.properties) schema.additionalProperties ??= false;
  }
  ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document, 'document');
});

afterAll(() => server?.end());

const pointer = (...keys: string[]) =>
  `document#/${keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

/** The check of what the document promises for an answer; fails when it promises nothing. */
function promised(path: string, method: string, status: number, type: string): ValidateFunction {
  const responses = document.paths[path]?.[method]?.responses ?? {};
  const key = [String(status), `${Math.floor(status / 100)}XX`, 'default'].find((name) => responses[name]);
  if (!key || !responses[key]?.content?.[type]?.schema) {
    throw new Error(`The document says nothing of ${status} ${type} from ${method} ${path}.`);
  }
  return ajv.compile({ $ref: pointer('paths', path, method, 'responses', key, 'content', type, 'schema') });
}

/** Checks an answer against the document; each event of a stream by itself. */
async function holds(path: string, method: string, response: Response): Promise<void> {
  const type = (response.headers.get('content-type') ?? '').split(';')[0] as string;
  const text = await response.text();
  const validate = promised(path, method, response.status, type);
  const values = type === 'text/event-stream' ? eventData(text).filter((data) => data !== '[DONE]') : [text];
  expect(values.length).toBeGreaterThan(0);
  for (const value of values) {
    validate(JSON.parse(value));
    expect({ answer: value, errors: validate.errors ?? [] }).toEqual({ answer: value, errors: [] });
  }
}

/** All bodies that the explorer offers for an operation. */
function examplesOf(operation: Operation): unknown[] {
  const media = operation.requestBody?.content['application/json'];
  if (!media) return [undefined];
  const { $ref, example } = (media.schema ?? {}) as { $ref?: string; example?: unknown };
  const component = document.components.schemas[$ref?.split('/').at(-1) ?? ''] as { example?: unknown } | undefined;
  const given = Object.values(media.examples ?? {}).map(({ value }) => value);
  return [...given, media.example, example, component?.example].filter((value) => value !== undefined);
}

/** The path with an example in the place of each parameter. */
function examplePath(path: string, { parameters = [] }: Operation): string {
  return path.replace(/\{(\w+)\}/g, (_, name) => {
    const parameter = parameters.find((one) => one.name === name && one.in === 'path');
    return String(parameter?.example ?? parameter?.schema?.example);
  });
}

it('describes every route of the API', () => {
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      '/v1/chat/completions',
      '/v1/completions',
      '/v1/models',
      '/health',
      '/ready',
      '/admin/plugins',
      '/admin/slots',
    ]),
  );
});

it('has an example for every operation, and each of them runs', async () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  for (const { path, method, operation } of operations) {
    const examples = examplesOf(operation);
    expect({ path, examples: examples.length }).not.toEqual({ path, examples: 0 });
    for (const example of examples) {
      const response = await fetch(server.url + examplePath(path, operation), {
        method: method.toUpperCase(),
        ...(example === undefined
          ? {}
          : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(example) }),
      });
      expect({ path, method, status: response.status }).toEqual({ path, method, status: 200 });
      await holds(path, method, response);
    }
  }
});

const question = { model: 'default', messages: [{ role: 'user', content: 'What is the capital of France?' }] };

it.each<[string, object]>([
  ['/v1/chat/completions', question],
  ['/v1/chat/completions', { ...question, stream: true }],
  ['/v1/chat/completions', { ...question, stream: true, stream_options: { include_usage: true } }],
  ['/v1/chat/completions', { ...question, n: 2, logprobs: true, top_logprobs: 3, max_tokens: 4 }],
  ['/v1/chat/completions', { ...question, stream: true, logprobs: true, top_logprobs: 0, max_tokens: 4 }],
  ['/v1/completions', { model: 'default', prompt: 'The sun', max_tokens: 4 }],
  ['/v1/completions', { model: 'default', prompt: ['One', 'Two'], max_tokens: 4, logprobs: 2, echo: true }],
  ['/v1/completions', { model: 'default', prompt: 'The sun', max_tokens: 4, stream: true }],
  ['/v1/chat/completions', {}],
  ['/v1/chat/completions', { ...question, model: 'gpt-9' }],
  ['/v1/chat/completions', { ...question, temperature: 'hot' }],
  ['/v1/chat/completions', { model: 'default', messages: [{ role: 'user', content: 'word '.repeat(5000) }] }],
  ['/v1/completions', { model: 'gpt-9', prompt: 'x' }],
])('describes what %s answers to %j', async (path, body) => {
  await holds(path, 'post', await server.post(path, body));
});
