/** Tokens of one answer, in the model's own tokens. */
export interface Usage {
  /** Tokens of the prompt as rendered, those from the cache included. */
  promptTokens: number;
  /** Of these, how many were still in the KV cache. */
  cachedTokens: number;
  /** Tokens generated, the end token not counted. */
  completionTokens: number;
  /** Of these, how many were thought. */
  reasoningTokens: number;
  /** Tokens left out of the prompt, or forgotten on the way, because they did not fit into the context. */
  droppedTokens?: number;
  /** Tokens that were guessed ahead by speculative decoding, where there is any. */
  draftTokens?: number;
  /** Of these, how many came true: they are among `completionTokens`. */
  acceptedDraftTokens?: number;
}
