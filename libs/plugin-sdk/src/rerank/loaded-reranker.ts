import type { Observable } from 'rxjs';
import type { MemoryNeed } from '../model/memory-need.js';
import type { RerankerInfo } from './reranker-info.js';

/** How well one document answers the query. */
export interface RerankScore {
  /** Place of the document in the request. */
  index: number;
  /** 0 to 1, higher is better. */
  score: number;
  /** Tokens of the query and this document together. */
  tokens: number;
}

/** A reranking model in memory. */
export interface LoadedReranker {
  info: RerankerInfo;
  memory(): Promise<MemoryNeed[]>;
  /** One score for each document, in any order, then complete. Unsubscribing drops what was not started. */
  rerank(query: string, documents: string[]): Observable<RerankScore>;
  dispose(): Promise<void>;
}
