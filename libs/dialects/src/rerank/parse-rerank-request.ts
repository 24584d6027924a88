import { validateApart } from '../embeddings/validate-apart.js';
import { timeLimit } from '../fields/time-limit-fields.js';
import { parseRankDocuments } from './parse-rank-documents.js';
import type { RankRequest } from './rank-request.js';
import { RerankFields } from './rerank-request.js';

/** A rerank request in the shape of Jina and Cohere: what to rank, and what to give back. */
export interface ParsedRerankRequest {
  request: RankRequest;
  /** Results to give back at most; all when absent. */
  topN?: number;
  returnDocuments: boolean;
}

/** Reads the body of `POST /v1/rerank`. Throws `INPUT_INVALID` with the path of the fault in `param`. */
export function parseRerankRequest(body: unknown): ParsedRerankRequest {
  const { fields, apart } = validateApart(RerankFields, body, 'documents');
  return {
    request: {
      model: fields.model ?? 'default',
      query: fields.query,
      documents: parseRankDocuments(apart),
      ...timeLimit(fields),
    },
    topN: fields.top_n,
    returnDocuments: fields.return_documents ?? false,
  };
}
