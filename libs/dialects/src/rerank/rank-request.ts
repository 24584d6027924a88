/** A rerank request of any dialect. */
export interface RankRequest {
  /** A model id, an alias, or `default`. */
  model: string;
  query: string;
  /** Never empty, nor is any of them. */
  documents: string[];
  /** Milliseconds since the epoch after which an answer is no longer wanted. */
  deadline?: number;
  /** Milliseconds that it may wait in line before the model begins with it. */
  maxQueueMs?: number;
}

/** What computed the scores: a model that reads query and document together, or vectors of each that are compared. */
export type RankMethod = 'cross-encoder' | 'embedding';

/** How well one document answers the query. */
export interface DocumentScore {
  /** Place of the document in the request. */
  index: number;
  /** 0 to 1, higher is better. */
  score: number;
}

/** The answer to a {@link RankRequest}. */
export interface RankResult {
  /** Id of the model that answered. */
  model: string;
  method: RankMethod;
  /** One for each document, in any order. */
  scores: DocumentScore[];
  /** Tokens that were computed, in the model's own tokens. */
  promptTokens: number;
}
