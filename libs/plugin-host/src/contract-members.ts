import type {
  EmbeddingBackend,
  HardwareProvider,
  Health,
  LoadedEmbedder,
  LoadedModel,
  LoadedReranker,
  ModelRunner,
  RerankBackend,
} from '@predict-otron/plugin-sdk';
import type { RemoteMembers } from './remote-members.js';

/** What a plugin says on itself. */
export interface HealthReporter {
  health(): Promise<Health>;
}

export const HEALTH_REPORTER: RemoteMembers<HealthReporter> = { health: 'promise' };

export const HARDWARE_PROVIDER: RemoteMembers<HardwareProvider> = { id: 'field', detect: 'promise', free: 'promise' };

const LOADED_MODEL: RemoteMembers<LoadedModel> = {
  info: 'field',
  contextTokens: 'field',
  parallel: 'field',
  memory: 'promise',
  tokenize: 'promise',
  detokenize: 'promise',
  render: 'promise',
  generate: 'paced',
  dispose: 'dispose',
};

const LOADED_EMBEDDER: RemoteMembers<LoadedEmbedder> = {
  info: 'field',
  limits: 'field',
  memory: 'promise',
  tokenize: 'promise',
  frame: 'promise',
  embed: 'promise',
  dispose: 'dispose',
};

const LOADED_RERANKER: RemoteMembers<LoadedReranker> = {
  info: 'field',
  memory: 'promise',
  rerank: 'stream',
  dispose: 'dispose',
};

export const MODEL_RUNNER: RemoteMembers<ModelRunner> = {
  id: 'field',
  deviceKinds: 'field',
  offers: 'field',
  describe: 'promise',
  adapts: 'promise',
  estimate: 'promise',
  load: { loads: LOADED_MODEL },
};

export const EMBEDDING_BACKEND: RemoteMembers<EmbeddingBackend> = {
  id: 'field',
  deviceKinds: 'field',
  offers: 'field',
  describe: 'promise',
  estimate: 'promise',
  load: { loads: LOADED_EMBEDDER },
};

export const RERANK_BACKEND: RemoteMembers<RerankBackend> = {
  id: 'field',
  deviceKinds: 'field',
  describe: 'promise',
  estimate: 'promise',
  load: { loads: LOADED_RERANKER },
};
