import type { ParsedRerankRequest } from './parse-rerank-request.js';
import type { DocumentScore, RankResult } from './rank-request.js';
import type { RerankResponse } from './rerank-response.js';

/** A rerank answer in the shape of Jina and Cohere: best first, and in the request's order where scores are equal. */
export function toRerankResponse(id: string, result: RankResult, parsed: ParsedRerankRequest): RerankResponse {
  const best = [...result.scores].sort(byScore).slice(0, parsed.topN);
  return {
    id,
    model: result.model,
    method: result.method,
    results: best.map(({ index, score }) => ({
      index,
      relevance_score: score,
      ...(parsed.returnDocuments ? { document: { text: parsed.request.documents[index] as string } } : {}),
    })),
    usage: { prompt_tokens: result.promptTokens, total_tokens: result.promptTokens },
  };
}

function byScore(a: DocumentScore, b: DocumentScore): number {
  return b.score - a.score || a.index - b.index;
}
