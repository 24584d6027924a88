import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FakeEmbedder, FakeKernel } from '../testing/fake-kernel.js';
import { startApp } from '../testing/start-app.js';

let app: NestFastifyApplication;
let url: string;
let post: Awaited<ReturnType<typeof startApp>>['post'];
const embedder = new FakeEmbedder();

beforeAll(async () => {
  ({ app, url, post } = await startApp(new FakeKernel().add('embedding', embedder)));
});

afterAll(() => app.close());

async function get(path: string): Promise<[number, unknown]> {
  const response = await fetch(url + path);
  return [response.status, await response.json()];
}

const body = { id: '42', inputs: [{ name: 'text', shape: [2], datatype: 'BYTES', data: ['one', 'two words'] }] };

describe('/v2', () => {
  it('tells of the server', async () => {
    expect(await get('/v2')).toEqual([200, { name: 'predict-otron', version: expect.any(String), extensions: [] }]);
    expect(await get('/v2/health/live')).toEqual([200, { live: true }]);
  });

  it.each(['/v2/models/fake-embedder', '/v2/models/fake-embedder/versions/1', '/v2/models/default'])(
    'describes the model at %s',
    async (path) => {
      const [status, model] = await get(path);
      expect([status, model]).toEqual([
        200,
        expect.objectContaining({
          name: 'fake-embedder',
          versions: ['1'],
          inputs: [{ name: 'text', datatype: 'BYTES', shape: [-1] }],
          outputs: [{ name: 'embedding', datatype: 'FP32', shape: [-1, embedder.info.dimensions] }],
        }),
      ]);
    },
  );

  it.each(['/v2/models/none', '/v2/models/none/ready', '/v2/models/fake-embedder/versions/2'])(
    'knows nothing at %s',
    async (path) => {
      expect((await get(path))[0]).toBe(404);
    },
  );

  it.each(['/v2/models/default/infer', '/v2/models/fake-embedder/versions/1/infer'])(
    'answers %s with the vectors of /v1/embeddings, one after the other',
    async (path) => {
      const answer = await (await post(path, body)).json();
      const vectors = (await (await post('/v1/embeddings', { input: ['one', 'two words'] })).json()) as {
        data: { embedding: number[] }[];
      };
      const data = vectors.data.flatMap(({ embedding }) => embedding);
      expect(answer).toEqual({
        model_name: 'fake-embedder',
        model_version: '1',
        id: '42',
        outputs: [{ name: 'embedding', shape: [2, embedder.info.dimensions], datatype: 'FP32', data }],
      });
    },
  );

  it('refuses what it cannot honour by name', async () => {
    const response = await post('/v2/models/default/infer', { ...body, outputs: [{ name: 'tokens' }] });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain('outputs[0].name');
  });
});
