import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ParameterList } from '@predict-otron/dialects';
import { FakeKernel, modelEntry, startEngine } from '../engine.fixture.js';

describe('GET /v1/parameters', () => {
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    const kernel = new FakeKernel();
    kernel.entries = [modelEntry('owner/repo:q8', { aliases: ['default'] }), modelEntry('e', { kind: 'embedding' })];
    ({ app, url } = await startEngine(kernel));
  });
  afterAll(() => app.close());

  it.each([
    ['', undefined, ['/v1/messages', '/api/chat', '/v1/embeddings', '/v1/rerank', '/models/pull'], 'honoured'],
    ['?model=default', 'owner/repo:q8', ['/v1/completions', '/v1/responses'], 'neutral_only'],
    ['?model=owner%2Frepo:q8', 'owner/repo:q8', ['/api/generate', '/tokenize'], 'neutral_only'],
    ['?model=e', 'e', ['/api/embed', '/v1/rerank'], undefined],
  ])('lists what becomes of each parameter: %s', async (query, model, endpoints, toolsStatus) => {
    const response = await fetch(`${url}/v1/parameters${query}`);
    expect(response.status).toBe(200);
    const list = (await response.json()) as ParameterList;
    expect([list.object, list.model]).toEqual(['list', model]);
    expect(list.data.map(({ endpoint }) => endpoint)).toEqual(expect.arrayContaining(endpoints));
    expect(list.data[0]?.parameters.find(({ name }) => name === 'tools')?.status).toBe(toolsStatus);
  });

  it.each([
    ['?model=gpt', 404],
    ['?model=a&model=b', 400],
  ])('refuses %s', async (query, status) => {
    const response = await fetch(`${url}/v1/parameters${query}`);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { param: 'model' } });
  });
});
