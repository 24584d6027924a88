import assert from 'node:assert/strict';
import type { LoadedReranker, RerankScore } from '@predict-otron/plugin-sdk';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import type { RerankerSubject } from '../subject/subject.js';
import type { Check } from './check.js';
import { rejectsWith } from './rejects-with.js';
import { assertShape, between, count, type Shape } from './shape.js';

const QUERY = 'Where does the cat sit?';
const DOCUMENTS = ['The cat sits on the mat.', 'Rain falls in autumn.', 'A harbor is a place for ships.', 'mat'];

const SCORE: Shape<RerankScore> = { index: between(0, DOCUMENTS.length - 1), score: between(0, 1), tokens: count };

export const RERANKER_CHECKS: Check<RerankerSubject>[] = [
  {
    name: 'scores each document once, from 0 to 1',
    run: async (subject) => {
      await assertScores(await subject.model());
    },
  },
  {
    name: 'scores a document alike alone and among others',
    run: async (subject) => {
      const reranker = await subject.model();
      const together = await assertScores(reranker);
      for (const { index, tokens } of together) {
        const alone = await firstValueFrom(reranker.rerank(QUERY, [DOCUMENTS[index] ?? '']));
        assert.equal(alone.tokens, tokens, `document ${index} must be counted by its own tokens`);
      }
    },
  },
  {
    name: 'drops what was not started when it is unsubscribed, and goes on with others',
    run: async (subject) => {
      const reranker = await subject.model();
      reranker.rerank(QUERY, DOCUMENTS).subscribe().unsubscribe();
      await firstValueFrom(reranker.rerank(QUERY, DOCUMENTS));
      await assertScores(reranker);
    },
  },
  {
    name: 'answers several queries at once',
    run: async (subject) => {
      const reranker = await subject.model();
      await Promise.all([assertScores(reranker), assertScores(reranker), assertScores(reranker)]);
    },
  },
  {
    name: 'refuses to rerank after dispose as DISPOSED',
    run: async (subject) => {
      const reranker = await subject.load();
      await reranker.dispose();
      await rejectsWith('DISPOSED', 'rerank after dispose', lastValueFrom(reranker.rerank(QUERY, DOCUMENTS)));
    },
  },
];

async function assertScores(reranker: LoadedReranker): Promise<RerankScore[]> {
  const scores = await lastValueFrom(reranker.rerank(QUERY, DOCUMENTS).pipe(toArray()));
  for (const score of scores) assertShape('a score', score, SCORE);
  const scored = scores.map(({ index }) => index).sort((a, b) => a - b);
  assert.deepEqual(scored, [...DOCUMENTS.keys()], 'each document must be scored once');
  return scores;
}
