/** How the inference engine answers over HTTP. */
export interface InferenceOptions {
  /**
   * Milliseconds of silence after which a streamed answer gets a comment, so that nothing in between closes the
   * connection. Until an answer has begun or this has passed, an error is still an HTTP status. Default 10,000.
   */
  keepAliveMs: number;
}

/** Where every default of {@link InferenceOptions} stands. */
export const DEFAULT_INFERENCE_OPTIONS: InferenceOptions = { keepAliveMs: 10_000 };

/** The options as something to inject. */
export const INFERENCE_OPTIONS = Symbol('INFERENCE_OPTIONS');
