import type { ParsedRerankRequest } from './parse-rerank-request.js';
import { toRerankResponse } from './to-rerank-response.js';

const result = {
  model: 'tiny',
  method: 'cross-encoder' as const,
  scores: [
    { index: 2, score: 0.5 },
    { index: 0, score: 0.1 },
    { index: 1, score: 0.5 },
  ],
  promptTokens: 12,
};
const parsed: ParsedRerankRequest = {
  request: { model: 'default', query: 'q', documents: ['a', 'b', 'c'] },
  returnDocuments: false,
};

describe('toRerankResponse', () => {
  it('puts the best first and keeps the order of equals', () => {
    expect(toRerankResponse('rerank-1', result, parsed)).toEqual({
      id: 'rerank-1',
      model: 'tiny',
      method: 'cross-encoder',
      results: [
        { index: 1, relevance_score: 0.5 },
        { index: 2, relevance_score: 0.5 },
        { index: 0, relevance_score: 0.1 },
      ],
      usage: { prompt_tokens: 12, total_tokens: 12 },
    });
  });

  it.each([
    [1, [1]],
    [2, [1, 2]],
    [9, [1, 2, 0]],
  ])('gives back the best %i', (topN, indices) => {
    const { results } = toRerankResponse('rerank-1', result, { ...parsed, topN });
    expect(results.map(({ index }) => index)).toEqual(indices);
  });

  it('gives back the documents when asked', () => {
    const { results } = toRerankResponse('rerank-1', result, { ...parsed, topN: 1, returnDocuments: true });
    expect(results).toEqual([{ index: 1, relevance_score: 0.5, document: { text: 'b' } }]);
  });
});
