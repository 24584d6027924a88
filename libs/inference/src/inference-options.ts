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
  /** Streams opened with `resumable: true` at the same time at most. Default 128. */
  streamEntries: number;
  /** Events for which such a stream goes on without a client before it pauses. Default 1,024. */
  streamDetachedEvents: number;
  /** Bytes of its events that are kept for the one who resumes it. Default 2 MiB. */
  streamBytes: number;
  /** Milliseconds that it may be without a client, running or ended. Default 60,000. */
  streamDetachedMs: number;
  /** Chats at once of one WebSocket at most. Default 64. */
  socketChats: number;
  /** Frames a second that a client of a WebSocket may send; twice as many at once. Default 100. */
  socketFramesPerSecond: number;
  /** Milliseconds after which a client that does not read its WebSocket is cut off. Default 30,000. */
  slowReaderMs: number;
  /** Milliseconds between the pings of a WebSocket. Default 30,000. */
  heartbeatMs: number;
  /** Bytes of the conversations that are kept for one WebSocket at most. Default 4 MiB. */
  conversationBytes: number;
}

/** Where every default of {@link InferenceOptions} stands. */
export const DEFAULT_INFERENCE_OPTIONS: InferenceOptions = {
  keepAliveMs: 10_000,
  responseEntries: 10_000,
  responseBytes: 64 * 1024 * 1024,
  responseAgeMs: 24 * 60 * 60 * 1000,
  streamEntries: 128,
  streamDetachedEvents: 1_024,
  streamBytes: 2 * 1024 * 1024,
  streamDetachedMs: 60_000,
  socketChats: 64,
  socketFramesPerSecond: 100,
  slowReaderMs: 30_000,
  heartbeatMs: 30_000,
  conversationBytes: 4 * 1024 * 1024,
};

/** The options as something to inject. */
export const INFERENCE_OPTIONS = Symbol('INFERENCE_OPTIONS');
