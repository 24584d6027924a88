import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { eventData, type RunningServer } from './server.js';
import { type Fleet, SHAPES, startShape } from './shapes.js';

interface Schema {
  $ref?: string;
  type?: string | string[];
  example?: unknown;
  examples?: unknown[];
  default?: unknown;
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
}

interface Media {
  schema?: Schema;
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
  components: { schemas: Record<string, Schema> };
}

const question = { model: 'default', messages: [{ role: 'user', content: 'What is the capital of France?' }] };

describe.each(SHAPES)('%s', (shape) => {
  let fleet: Fleet;
  let server: RunningServer;
  let document: Document;
  let ajv: Ajv2020;

  beforeAll(async () => {
    fleet = await startShape(shape);
    server = fleet.server;
    document = await server.json<Document & Record<string, unknown>>('/openapi.json');
    // what the document does not list must not be in an answer
    for (const schema of Object.values(document.components.schemas)) {
      if (schema.properties) schema.additionalProperties ??= false;
    }
    ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema(document, 'document');
  });

  afterAll(() => fleet?.end());

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

  /** The JSON texts of an answer: the events of a stream, the lines of one, or all of it. */
  function valuesOf(type: string, text: string): string[] {
    if (type === 'text/event-stream') return eventData(text).filter((data) => data !== '[DONE]');
    return type === 'application/x-ndjson' ? text.trim().split('\n') : [text];
  }

  /** Checks an answer against the document; each event of a stream by itself. */
  async function holds(path: string, method: string, response: Response): Promise<void> {
    const type = (response.headers.get('content-type') ?? '').split(';')[0] as string;
    const text = await response.text();
    const validate = promised(path, method, response.status, type);
    const values = valuesOf(type, text);
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) {
      // metrics are text, and so is their schema
      validate(type === 'text/plain' ? value : JSON.parse(value));
      expect({ answer: value, errors: validate.errors ?? [] }).toEqual({ answer: value, errors: [] });
    }
  }

  /** All bodies that the explorer offers for an operation. */
  function examplesOf(operation: Operation): unknown[] {
    const media = operation.requestBody?.content['application/json'];
    if (!media) return [undefined];
    const given = Object.values(media.examples ?? {}).map(({ value }) => value);
    return given.length > 0 ? given : [media.example ?? sample(media.schema ?? {})];
  }

  /** What the explorer makes of a schema where no example is given: every field, each with its own example or a value of its type. */
  function sample(schema: Schema): unknown {
    if (schema.$ref) return sample(document.components.schemas[schema.$ref.split('/').at(-1) as string] as Schema);
    const given = schema.example ?? schema.examples?.[0] ?? schema.default ?? schema.enum?.[0];
    if (given !== undefined) return given;
    const alternatives = schema.oneOf ?? schema.anyOf ?? schema.allOf;
    if (alternatives) return sample(alternatives[0] as Schema);
    switch ([schema.type].flat()[0]) {
      case 'object':
        return Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, field]) => [name, sample(field)]),
        );
      case 'array':
        return [sample(schema.items ?? {})];
      case 'string':
        return 'string';
      case 'boolean':
        return true;
      default:
        return 0;
    }
  }

  /** The path with an example in the place of each parameter. A response is made before it is asked for. */
  async function examplePath(path: string, { parameters = [] }: Operation): Promise<string> {
    const body = { model: 'default', input: 'Hi', max_output_tokens: 1 };
    const made = path.includes('{response_id}')
      ? ((await (await server.post('/v1/responses', body)).json()) as { id: string }).id
      : undefined;
    const pull = path.includes('{pull_id}')
      ? ((await (await server.post('/models/pull', { model: 'acme/none' })).json()) as { id: string }).id
      : undefined;
    const stream = path.startsWith('/v1/streams/') ? await madeStream() : undefined;
    return path.replace(/\{(\w+)\}/g, (_, name) => {
      if (stream !== undefined) return stream;
      if (name === 'response_id') return String(made);
      if (name === 'pull_id') return String(pull);
      const parameter = parameters.find((one) => one.name === name && one.in === 'path');
      return String(parameter?.example ?? parameter?.schema?.example);
    });
  }

  /** Id of a stream that is over and can be read again. */
  async function madeStream(): Promise<string> {
    const body = { ...question, max_tokens: 2, stream: true, resumable: true };
    const response = await server.post('/v1/chat/completions', body);
    await response.text();
    return response.headers.get('x-stream-id') as string;
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

  it('offers examples for every operation, and each of them runs', async () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    for (const { path, method, operation } of operations) {
      // there is nothing to delete or cancel here; that is tried on a model that was downloaded and on running requests
      const needsMore = ['delete /models/{id}', 'delete /api/delete', 'delete /admin/requests/{id}'];
      needsMore.push('post /v1/responses/{response_id}/cancel');
      if (needsMore.includes(`${method} ${path}`)) continue;
      const success = [200, 202, 204].find((status) => operation.responses[status]);
      for (const example of examplesOf(operation)) {
        const response = await fetch(server.url + (await examplePath(path, operation)), {
          method: method.toUpperCase(),
          ...(example === undefined
            ? {}
            : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(example) }),
        });
        const answer = response.clone();
        expect({ path, example, status: response.status, body: response.ok || (await response.text()) }).toEqual({
          path,
          example,
          // some operations are there only to say why they refuse
          status: success ?? 400,
          body: success ? true : expect.any(String),
        });
        if (success !== 204) await holds(path, method, answer);
      }
    }
  });

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
  ])('describes what %s answers (%#)', async (path, body) => {
    await holds(path, 'post', await server.post(path, body));
  });
});
