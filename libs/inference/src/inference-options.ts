/** How the inference engine answers over HTTP. */
export interface InferenceOptions {
  /**
   * Milliseconds of silence after which a streamed answer gets a comment, so that nothing in between closes the
   * connection. Until an answer has begun or this has passed, an error is still an HTTP status. Default 10,000.
   */
  keepAliveMs: number;
  /** Responses of `POST /v1/responses` that are kept at most; the oldest make room. Default 10,000. */
  responseEntries: number;
  /** Bytes that they take at most, as JSON; the newest is kept anyway. Default 64 MiB. */
  responseBytes: number;
  /** Milliseconds for which one is kept at most. Default 24 hours. */
  responseAgeMs: number;
}

/** Where every default of {@link InferenceOptions} stands. */
export const DEFAULT_INFERENCE_OPTIONS: InferenceOptions = {
  keepAliveMs: 10_000,
  responseEntries: 10_000,
  responseBytes: 64 * 1024 * 1024,
  responseAgeMs: 24 * 60 * 60 * 1000,
};

/** The options as something to inject. */
export const INFERENCE_OPTIONS = Symbol('INFERENCE_OPTIONS');
