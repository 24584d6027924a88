import type { Adapter, ModelFile, PluginError } from '@predict-otron/plugin-sdk';
import type { AnyInfo, Backend, ModelKind } from './model-kind.js';

/** A model on disk with the backend that suits it best, or with why it cannot be loaded. */
export interface DescribedModel {
  kind: ModelKind;
  file: ModelFile;
  modifiedAt: number;
  /** Bytes on disk. */
  sizeBytes: number;
  /** Other names that come with it. */
  aliases?: string[];
  /** Not on disk yet: the backend fetches it when it is first loaded. */
  offered?: boolean;
  /** In the store: nothing writes its files twice, so that a process of its own may map them. */
  stored?: boolean;
  /** LoRA adapters that make it of the model whose file it has. */
  adapters?: Adapter[];
  backend: Pick<Backend, 'id' | 'load' | 'estimate' | 'adapts' | 'planned'>;
  plugin: string;
  /** That of the plugin: its replacement runs its models anew. */
  generation?: number;
  info: AnyInfo;
  failure?: PluginError;
}

/** True where nothing that a load depends on has changed. */
export function isSameModel(one: DescribedModel, other: DescribedModel): boolean {
  return factsOf(one) === factsOf(other);
}

function factsOf({
  kind,
  file,
  modifiedAt,
  sizeBytes,
  adapters,
  backend,
  plugin,
  generation,
  failure,
}: DescribedModel): string {
  const { id, path, settings } = file;
  return JSON.stringify([
    kind,
    id,
    path,
    settings,
    modifiedAt,
    sizeBytes,
    adapters,
    backend.id,
    plugin,
    generation,
    failure?.message,
  ]);
}
