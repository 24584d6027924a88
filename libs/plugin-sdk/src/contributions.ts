import type { EmbeddingBackend } from './embedding/index.js';
import type { ModelRunner } from './generation/index.js';
import type { HardwareProvider } from './hardware/index.js';
import type { Health } from './health.js';
import type { RerankBackend } from './rerank/index.js';
import type { StreamStage } from './stage/index.js';

/** What a plugin adds to the server: any number of parts of any kind, and how to end them. */
export interface Contributions {
  hardware?: HardwareProvider[];
  runners?: ModelRunner[];
  embedders?: EmbeddingBackend[];
  rerankers?: RerankBackend[];
  stages?: StreamStage[];
  /** Asked by `GET /health` and `GET /admin/plugins`; it should answer within a second. */
  health?(): Promise<Health>;
  /** Called once at shutdown, after all that the plugin loaded was disposed, in reverse order of `setup`. */
  dispose?(): Promise<void>;
}
