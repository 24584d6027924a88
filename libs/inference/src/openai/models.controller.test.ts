import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FakeKernel, modelEntry, startEngine } from '../engine.fixture.js';

describe('GET /v1/models', () => {
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    const kernel = new FakeKernel();
    kernel.entries = [
      modelEntry('embed', { kind: 'embedding', state: 'failed', reason: 'Broken.' }),
      modelEntry('owner/repo:q8', { aliases: ['default'], isDefault: true }),
      modelEntry('späti 100%'),
    ];
    ({ app, url } = await startEngine(kernel));
  });
  afterAll(() => app.close());

  it('lists all models', async () => {
    const response = await fetch(`${url}/v1/models`);
    expect(response.status).toBe(200);
    const list = await response.json();
    expect(list).toMatchObject({
      object: 'list',
      data: [
        { id: 'embed', object: 'model', kind: 'embedding', state: 'failed', reason: 'Broken.' },
        { id: 'owner/repo:q8', created: 1_700_000_000, owned_by: 'runner-fake', is_default: true },
        { id: 'späti 100%' },
      ],
    });
  });

  it('says what a model can do, in the list and alone', async () => {
    const capabilities = { context_tokens: 2048, parallel: 4, completions: true, embeddings: false, tools: false };
    const list = (await (await fetch(`${url}/v1/models`)).json()) as { data: object[] };
    expect(list.data[1]).toMatchObject({ id: 'owner/repo:q8', capabilities });
    expect(list.data[0]).toMatchObject({ id: 'embed', capabilities: { completions: false, embeddings: true } });
    expect(await (await fetch(`${url}/v1/models/default`)).json()).toEqual(list.data[1]);
  });

  it.each([
    ['owner/repo:q8', 'owner/repo:q8'],
    ['owner%2Frepo%3Aq8', 'owner/repo:q8'],
    ['owner/repo%3aq8', 'owner/repo:q8'],
    ['default', 'owner/repo:q8'],
    ['sp%C3%A4ti%20100%25', 'späti 100%'],
  ])('finds %s', async (path, id) => {
    const response = await fetch(`${url}/v1/models/${path}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id });
  });

  it.each(['nothing', 'owner', 'owner/repo', 'owner/repo:q8/', 'a/b/c/d', '%2F'])('has no model %p', async (path) => {
    const response = await fetch(`${url}/v1/models/${path}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'model_not_found', param: 'model' } });
  });

  it.each([
    ['', 200],
    ['/default', 200],
    ['/owner/repo:q8', 200],
    ['/nothing', 404],
  ])('answers HEAD %s with %i and no body', async (path, status) => {
    const response = await fetch(`${url}/v1/models${path}`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([status, '']);
  });
});
