/** How the embeddings engine is set up. All optional where it is registered. */
export interface EmbeddingsOptions {
  /** Texts in the house at most, for each model: beyond it a request is refused with 429. */
  queueTexts: number;
  /** Tokens in the house at most, for each model: beyond it a request is refused with 429. */
  queueTokens: number;
  /** Cut vectors to any length on request, also for models that were not trained for it. */
  anyDimensions: boolean;
}

export const EMBEDDINGS_DEFAULTS: EmbeddingsOptions = {
  queueTexts: 16_384,
  queueTokens: 1_048_576,
  anyDimensions: false,
};

/** Injection token of the {@link EmbeddingsOptions}. */
export const EMBEDDINGS_OPTIONS = Symbol('EMBEDDINGS_OPTIONS');
