import type {
  DeviceKind,
  EmbedderInfo,
  Loaded,
  LoadedEmbedder,
  LoadedModel,
  LoadedReranker,
  LoadOptions,
  LoadProgress,
  MemoryNeed,
  ModelFile,
  ModelInfo,
  ModelOffer,
  RerankerInfo,
} from '@predict-otron/plugin-sdk';
import type { Observable } from 'rxjs';
import type { PartKind } from '../registry/part-token.js';

/** What a model of each kind is once it is in memory. */
export interface LoadedByKind {
  language: LoadedModel;
  embedding: LoadedEmbedder;
  rerank: LoadedReranker;
}

export type ModelKind = keyof LoadedByKind;

export type AnyLoaded = LoadedByKind[ModelKind];

/** What its files tell of a model of any kind. */
export type AnyInfo = ModelInfo | EmbedderInfo | RerankerInfo;

/** What the pool needs of a runner, an embedding backend or a rerank backend. */
export interface Backend<Info extends AnyInfo = AnyInfo, Model extends AnyLoaded = AnyLoaded> {
  id: string;
  deviceKinds?: DeviceKind[];
  offers?: ModelOffer[];
  describe(file: ModelFile): Promise<Info | undefined>;
  adapts?(adapter: ModelFile, base: ModelFile): Promise<boolean>;
  estimate(file: ModelFile, options: LoadOptions): Promise<MemoryNeed[]>;
  /** How a load with these options would be done: with its devices, their layers and the formats of the policy. */
  planned?(file: ModelFile, options: LoadOptions): Promise<LoadOptions>;
  load(file: ModelFile, options: LoadOptions): Observable<LoadProgress | Loaded<Model>>;
}

/** The parts of a plugin that are the backends of each kind. */
export const BACKEND_PARTS = {
  language: 'runners',
  embedding: 'embedders',
  rerank: 'rerankers',
} as const satisfies Record<ModelKind, PartKind>;

export const MODEL_KINDS = Object.keys(BACKEND_PARTS) as ModelKind[];
