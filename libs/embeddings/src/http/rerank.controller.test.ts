import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { LoadedReranker, RerankScore } from '@predict-otron/plugin-sdk';
import { PluginError } from '@predict-otron/plugin-sdk';
import fc from 'fast-check';
import { defer, finalize, from, NEVER, type Observable, of, throwError } from 'rxjs';
import { FakeEmbedder, FakeKernel } from '../testing/fake-kernel.js';
import { startApp, until } from '../testing/start-app.js';

const PATH = '/v1/rerank';

/** Scores documents by their length, in no order. */
class FakeReranker implements LoadedReranker {
  readonly info = { id: 'fake-reranker', maxTokens: 100, weightBytes: 1, match: { score: 1, reason: 'a test' } };
  answer = (_query: string, documents: string[]): Observable<RerankScore> =>
    from(documents.map(({ length }, index) => ({ index, score: 1 / length, tokens: length })).reverse());

  rerank(query: string, documents: string[]): Observable<RerankScore> {
    return this.answer(query, documents);
  }

  async memory() {
    return [];
  }

  async dispose(): Promise<void> {}
}

let app: NestFastifyApplication;
let post: Awaited<ReturnType<typeof startApp>>['post'];

async function start(kernel: FakeKernel, options = {}): Promise<void> {
  ({ app, post } = await startApp(kernel, options));
}

afterEach(() => app.close());

const body = { query: 'bread', documents: ['ccc', 'a', { text: 'bb' }] };

describe('POST /v1/rerank', () => {
  it('ranks with the default cross-encoder where there is one', async () => {
    await start(new FakeKernel().add('embedding', new FakeEmbedder()).add('rerank', new FakeReranker()));
    for (const model of [undefined, 'default', 'fake-reranker']) {
      const answer = await (await post(PATH, { ...body, model, top_n: 2, return_documents: true })).json();
      expect(answer).toEqual({
        id: expect.stringMatching(/^rerank-/),
        model: 'fake-reranker',
        method: 'cross-encoder',
        results: [
          { index: 1, relevance_score: 1, document: { text: 'a' } },
          { index: 2, relevance_score: 0.5, document: { text: 'bb' } },
        ],
        usage: { prompt_tokens: 6, total_tokens: 6 },
      });
    }
  });

  it('ranks with an embedding model where there is none, or where one is asked for, and says so', async () => {
    const embedder = new FakeEmbedder({ prefixes: { query: 'ask ', passage: 'tell ' } });
    await start(new FakeKernel().add('embedding', embedder));
    const [query, ...documents] = await embedder.tokenize(['ask bread', 'tell ccc', 'tell a', 'tell bb']);
    const vector = embedder.vectorOf(query as number[]);
    const scores = documents.map((row) => {
      const other = embedder.vectorOf(row);
      return (1 + vector.reduce((sum, value, i) => sum + value * (other[i] as number), 0)) / 2;
    });
    for (const model of ['default', 'fake-embedder']) {
      const answer = (await (await post(PATH, { ...body, model })).json()) as {
        results: { index: number; relevance_score: number }[];
      };
      expect(answer).toMatchObject({ model: 'fake-embedder', method: 'embedding', usage: { total_tokens: 16 } });
      const given = answer.results.map(({ relevance_score }) => relevance_score);
      expect(given).toEqual([...given].sort((a, b) => b - a));
      for (const { index, relevance_score } of answer.results) {
        expect(relevance_score).toBeCloseTo(scores[index] as number, 6);
      }
    }
  });

  it.each<[string, object, number, string]>([
    ['no query', { documents: ['a'] }, 400, 'query'],
    ['no documents', { query: 'q' }, 400, 'documents'],
    ['an empty document', { query: 'q', documents: ['a', ''] }, 400, 'documents[1]'],
    ['a query that is too long', { ...body, query: Array(20).fill('q').join(' ') }, 400, 'query'],
    ['a document that is too long', { ...body, documents: ['a', Array(20).fill('d').join(' ')] }, 400, 'documents[1]'],
    ['an unknown model', { ...body, model: 'nothing' }, 404, 'model'],
  ])('refuses %s by name', async (_, sent, status, param) => {
    await start(new FakeKernel().add('embedding', new FakeEmbedder()));
    const response = await post(PATH, sent);
    expect([response.status, ((await response.json()) as { error: object }).error]).toEqual([
      status,
      expect.objectContaining({ param }),
    ]);
  });

  it('passes on what a cross-encoder refuses', async () => {
    const reranker = new FakeReranker();
    reranker.answer = () =>
      throwError(() => new PluginError('CONTEXT_OVERFLOW', 'too long', { param: 'documents[2]' }));
    await start(new FakeKernel().add('rerank', reranker));
    const response = await post(PATH, body);
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: expect.objectContaining({ code: 'context_length_exceeded', param: 'documents[2]' }) },
    ]);
  });

  it('takes a missing score for a defect', async () => {
    const reranker = new FakeReranker();
    reranker.answer = () => of({ index: 0, score: 1, tokens: 1 });
    await start(new FakeKernel().add('rerank', reranker));
    expect((await post(PATH, body)).status).toBe(500);
  });

  it('unsubscribes for a client that left, and refuses while too much waits', async () => {
    const reranker = new FakeReranker();
    let running = 0;
    reranker.answer = () =>
      defer(() => {
        running++;
        return NEVER.pipe(
          finalize(() => {
            running--;
          }),
        );
      });
    await start(new FakeKernel().add('rerank', reranker), { queueTexts: 3 });
    const leaver = new AbortController();
    const left = post(PATH, body, leaver.signal).catch(() => 'left');
    await until(() => running === 1);
    const refused = await post(PATH, body);
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, 1]);
    leaver.abort();
    await until(() => running === 0);
    expect(await left).toBe('left');
  });

  it('answers any body with 200 or a fault of the client', async () => {
    await start(new FakeKernel().add('embedding', new FakeEmbedder()));
    const document = fc.oneof(fc.string(), fc.record({ text: fc.string() }), fc.jsonValue());
    const sent = fc.record(
      {
        query: fc.oneof(fc.string(), fc.jsonValue()),
        documents: fc.oneof(fc.array(document), fc.jsonValue()),
        model: fc.oneof(fc.constantFrom('default', 'fake-embedder'), fc.jsonValue()),
        top_n: fc.oneof(fc.integer({ min: -1, max: 5 }), fc.jsonValue()),
        return_documents: fc.oneof(fc.boolean(), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(sent, async (fields) => {
        const response = await post(PATH, fields);
        expect([200, 400, 404]).toContain(response.status);
        accepted += response.status === 200 ? 1 : 0;
        await response.arrayBuffer();
      }),
      { numRuns: 150, examples: [[{ query: 'a', documents: ['b', { text: 'c' }], top_n: 1 }]] },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});
