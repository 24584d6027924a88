import type { LoadedReranker, ModelFile, RerankScore } from '@predict-otron/plugin-sdk';
import { lastValueFrom, tap, toArray } from 'rxjs';
import { rankScore } from '../testing/bert-forward.js';
import { LOAD_OPTIONS, loaded, ModelFolder } from '../testing/model-folder.js';
import { bertFile, CLS, SEP, SHAPE, tinyBert } from '../testing/tiny-bert.js';
import { rerankBackend } from './rerank-backend.js';

const folder = new ModelFolder();
const bert = tinyBert(9, 'rank');
const rank = { 'bert.pooling_type': 4 };
const open: LoadedReranker[] = [];

async function load(file: ModelFile, options = LOAD_OPTIONS): Promise<LoadedReranker> {
  const model = await loaded(rerankBackend.load(file, options));
  open.push(model);
  return model;
}

async function scores(model: LoadedReranker, query: string, documents: string[]): Promise<RerankScore[]> {
  const all = await lastValueFrom(model.rerank(query, documents).pipe(toArray()));
  return all.sort((a, b) => a.index - b.index);
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((model) => model.dispose()));
});
afterAll(() => folder.remove());

const ids = (...words: string[]) => words.map((word) => bert.vocabulary.indexOf(word));
const QUERY = 'How is bread made?';
const QUERY_IDS = ids('how', 'is', 'bread', 'made', '?');
const DOCUMENTS = ['Bread is baked in the oven.', 'The river runs to the sea.', 'bread'];
const DOCUMENT_IDS = [
  ids('bread', 'is', 'baked', 'in', 'the', 'oven', '.'),
  ids('the', 'river', 'runs', 'to', 'the', 'sea', '.'),
  ids('bread'),
];

describe('the llama.cpp rerank backend', () => {
  it('scores as the cross-encoder is defined to', async () => {
    const model = await load(folder.write('rank', bertFile(bert, rank)));
    const given = await scores(model, QUERY, DOCUMENTS);
    DOCUMENT_IDS.forEach((document, index) => {
      const pair = [CLS, ...QUERY_IDS, SEP, ...document, SEP];
      expect(given[index]).toMatchObject({ index, tokens: pair.length });
      expect(given[index]?.score).toBeCloseTo(rankScore(bert, pair), 3);
    });
    expect(new Set(given.map(({ score }) => score)).size).toBe(3);
  });

  it('gives the same scores for many documents at once, each with its own index', async () => {
    const model = await load(folder.write('many', bertFile(bert, rank)));
    const few = await scores(model, QUERY, DOCUMENTS);
    const many = await scores(model, QUERY, Array(8).fill(DOCUMENTS).flat());
    expect(many.map(({ index }) => index)).toEqual([...Array(24).keys()]);
    many.forEach(({ score }, index) => {
      expect(score).toBe(few[index % 3]?.score);
    });
  });

  it('refuses a pair that is too long, naming it, before it scores any', async () => {
    const model = await load(folder.write('long', bertFile(bert, rank)));
    const given: RerankScore[] = [];
    const long = 'river '.repeat(SHAPE.positions);
    const failure = lastValueFrom(model.rerank(QUERY, ['bread', long]).pipe(tap((score) => given.push(score))));
    await expect(failure).rejects.toMatchObject({
      code: 'CONTEXT_OVERFLOW',
      details: { param: 'documents[1]', tokens: SHAPE.positions + 8, maxTokens: SHAPE.positions },
    });
    expect(given).toEqual([]);
    const fitting = 'river '.repeat(SHAPE.positions - 8);
    expect(await scores(model, QUERY, [fitting])).toEqual([expect.objectContaining({ tokens: SHAPE.positions })]);
  });

  it('drops what was not started when unsubscribed', async () => {
    const model = await load(folder.write('drop', bertFile(bert, rank)), { ...LOAD_OPTIONS, parallel: 1 });
    const given: number[] = [];
    await new Promise<void>((resolve) => {
      const subscription = model.rerank(QUERY, Array(50).fill('bread')).subscribe(({ index }) => {
        given.push(index);
        subscription.unsubscribe();
        resolve();
      });
    });
    expect(await scores(model, QUERY, ['sea'])).toHaveLength(1);
    expect(given).toEqual([0]);
  });

  it('refuses work once disposed', async () => {
    const model = await load(folder.write('gone', bertFile(bert, rank)));
    await model.dispose();
    await expect(scores(model, QUERY, DOCUMENTS)).rejects.toMatchObject({ code: 'DISPOSED' });
  });

  it('estimates what a load takes', async () => {
    const file = folder.write('estimate', bertFile(bert, rank));
    const [need] = await rerankBackend.estimate(file, LOAD_OPTIONS);
    expect(need?.compute).toBeGreaterThan(0);
    expect(await (await load(file)).memory()).toEqual([need]);
  });
});
