import type { ModelFile, PluginError } from '@predict-otron/plugin-sdk';
import type { AnyInfo, Backend, ModelKind } from './model-kind.js';

/** A model on disk with the backend that suits it best, or with why it cannot be loaded. */
export interface DescribedModel {
  kind: ModelKind;
  file: ModelFile;
  modifiedAt: number;
  /** Other names that come with it. */
  aliases?: string[];
  /** Not on disk yet: the backend fetches it when it is first loaded. */
  offered?: boolean;
  backend: Pick<Backend, 'id' | 'load'>;
  plugin: string;
  info: AnyInfo;
  failure?: PluginError;
}
