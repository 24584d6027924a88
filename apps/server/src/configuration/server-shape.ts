/** What `SERVER_CONFIG` says, completed: one process for all, or a server in front of engines. */
export type ServerShape = { mode: 'standalone' } | ({ mode: 'high-availability' } & EngineServices);

/** The engines behind a server, and how long it waits for them. */
export interface EngineServices {
  /** Origins of the inference engines, such as `http://inference-service:8080`. */
  inference: string[];
  embeddings: string[];
  limits: ForwardingLimits;
}

/** Milliseconds. */
export interface ForwardingLimits {
  /** For a connection to an engine. */
  connectMs: number;
  /** Until the first byte of an answer; a whole answer has its first byte when it is complete. */
  firstByteMs: number;
  /** Between two bytes of an answer. Engines write something every ten seconds. */
  idleMs: number;
  /** For all of a request. */
  overallMs: number;
  /** Between two looks at an engine's health. */
  healthMs: number;
}

/** Where every default stands. */
export const DEFAULT_SERVICES: EngineServices = {
  inference: ['http://inference-service:8080'],
  embeddings: ['http://embeddings-service:8080'],
  limits: { connectMs: 2_000, firstByteMs: 300_000, idleMs: 60_000, overallMs: 300_000, healthMs: 1_000 },
};
