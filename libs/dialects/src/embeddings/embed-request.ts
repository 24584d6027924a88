/** Texts of one request: strings, or token ids of the model without its special tokens. Never empty, nor is any of them. */
export type EmbedInput = { texts: string[] } | { tokens: number[][] };

/** What a text is for. Some models want another prefix for each. */
export type EmbedInputType = 'query' | 'passage';

/** An embeddings request of any dialect. */
export interface EmbedRequest {
  /** A model id, an alias, or `default`. */
  model: string;
  input: EmbedInput;
  /** Numbers of a vector; all that the model gives when absent. */
  dimensions?: number;
  /** The model's prefix for this kind is put before each text; none when absent. */
  inputType?: EmbedInputType;
  /** Cut what is too long instead of refusing it. */
  truncate: boolean;
  /** Milliseconds since the epoch after which an answer is no longer wanted. */
  deadline?: number;
  /** Milliseconds that it may wait in line before the model begins with it. */
  maxQueueMs?: number;
}

/** The answer to an {@link EmbedRequest}. */
export interface EmbedResult {
  /** Id of the model that answered. */
  model: string;
  /** One for each text, in order. */
  vectors: Float32Array[];
  /** Tokens that were computed, special tokens included, in the model's own tokens. */
  promptTokens: number;
  /** Tokens that were cut off, over all texts. */
  truncatedTokens: number;
}
