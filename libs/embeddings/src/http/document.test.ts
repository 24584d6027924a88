import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { FakeEmbedder, FakeKernel } from '../testing/fake-kernel.js';
import { startApp } from '../testing/start-app.js';

describe('the API document', () => {
  let app: NestFastifyApplication;
  let post: Awaited<ReturnType<typeof startApp>>['post'];
  let document: OpenAPIObject;
  let ajv: Ajv2020;

  beforeAll(async () => {
    ({ app, post } = await startApp(new FakeKernel().add('embedding', new FakeEmbedder())));
    document = SwaggerModule.createDocument(app, new DocumentBuilder().setOpenAPIVersion('3.1.0').build());
    ajv = new Ajv2020({ strict: false });
    ajv.addSchema(document, 'api');
  });
  afterAll(() => app.close());

  const matches = (schema: string, value: unknown) =>
    ajv.validate({ $ref: `api#/components/schemas/${schema}` }, value);

  /** A request made of the examples of its fields, as the explorer shows it. */
  function example(schema: string): Record<string, unknown> {
    const described = document.components?.schemas?.[schema] as { properties: Record<string, { example?: unknown }> };
    const examples = Object.entries(described.properties).map(([name, field]) => [name, field.example]);
    return Object.fromEntries(examples.filter(([, value]) => value !== undefined));
  }

  it('has all routes, each with its answers', () => {
    const answers = Object.entries(document.paths).flatMap(([path, { post: operation }]) =>
      operation ? [[path, ...Object.keys(operation.responses)]] : [],
    );
    expect(answers).toEqual([
      ['/v1/embeddings', '200', '400', '404', '413', '429', '500', '503'],
      ['/api/embed', '200', '400', '404', '413', '429', '500', '503'],
      ['/api/embeddings', '200', '400', '404', '413', '429', '500', '503'],
      ['/v1/rerank', '200', '400', '404', '413', '429', '500', '503'],
      ['/v2/models/{model}/infer', '200', '400', '404', '413', '429', '500', '503'],
    ]);
    const read = Object.entries(document.paths).flatMap(([path, { get: operation }]) => (operation ? [path] : []));
    expect(read).toEqual(expect.arrayContaining(['/v2', '/v2/health/ready', '/v2/models/{model}']));
  });

  it.each([
    ['/v1/embeddings', 'EmbeddingsRequest', 'EmbeddingsResponse'],
    ['/v1/rerank', 'RerankRequest', 'RerankResponse'],
  ])('has an example for %s that is answered as described', async (path, request, response) => {
    const body = example(request);
    expect(matches(request, body)).toBe(true);
    const answer = await post(path, body);
    expect(answer.status).toBe(200);
    expect(matches(response, await answer.json())).toBe(true);
    expect(matches(response, {})).toBe(false);
  });

  it.each([
    ['EmbeddingsRequest', { input: [] }],
    ['EmbeddingsRequest', { input: '' }],
    ['EmbeddingsRequest', { input: ['a', 1] }],
    ['EmbeddingsRequest', { input: [[]] }],
    ['EmbeddingsRequest', { input: 'a', dimensions: 0 }],
    ['RerankRequest', { query: 'q', documents: [] }],
    ['RerankRequest', { query: 'q', documents: [''] }],
  ])('refuses in %s what the server refuses: %j', (schema, body) => {
    expect(matches(schema, body)).toBe(false);
  });
});
