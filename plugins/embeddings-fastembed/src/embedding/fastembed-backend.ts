import {
  type EmbedderInfo,
  type EmbeddingBackend,
  type Loaded,
  type LoadedEmbedder,
  type LoadOptions,
  type LoadProgress,
  type MemoryNeed,
  type ModelFile,
  PluginError,
} from '@predict-otron/plugin-sdk';
import { concat, defer, map, type Observable } from 'rxjs';
import { OFFERS, resolveReference } from '../catalogue/model-reference.js';
import type { ModelCache } from '../download/model-cache.js';
import { checkLoadOptions } from '../session/check-load-options.js';
import { fromLoad } from '../session/from-load.js';
import { memoryNeed } from '../session/session-limits.js';
import { describeFolder, describeFromCatalogue } from './describe-embedder.js';
import { OnnxEmbedder } from './onnx-embedder.js';

/** Share of a load's progress that a download takes. */
const DOWNLOAD_SHARE = 0.9;

/** Runs ONNX embedding models: those in folders, and fastembed's own by a path such as `fastembed:bge-small-en-v1.5`. */
export class FastembedBackend implements EmbeddingBackend {
  readonly id = 'fastembed';
  readonly offers = OFFERS;

  constructor(private readonly cache: ModelCache) {}

  async describe(file: ModelFile): Promise<EmbedderInfo | undefined> {
    const model = resolveReference(file.path);
    return model ? describeFromCatalogue(file, model) : (await describeFolder(file))?.info;
  }

  async estimate(file: ModelFile, options: LoadOptions): Promise<MemoryNeed[]> {
    const info = await this.describe(file);
    if (!info) throw notOurs(file);
    return [memoryNeed({ ...info, config: { hidden_size: info.dimensions } }, options.threads)];
  }

  load(file: ModelFile, options: LoadOptions): Observable<LoadProgress | Loaded<LoadedEmbedder>> {
    return defer(() => {
      checkLoadOptions(options);
      const model = resolveReference(file.path);
      const loaded = fromLoad(async (signal) => {
        const described = await describeFolder(file, model && this.cache.folderOf(model), model);
        if (!described) throw notOurs(file);
        const { info } = described;
        const maxTokens = Math.min(info.maxTokens, options.contextTokens || info.maxTokens);
        return OnnxEmbedder.load({ ...described, info: { ...info, maxTokens } }, options, signal);
      });
      return concat(model ? this.cache.fetch(model).pipe(map(progressOf)) : [progressOf(0)], loaded);
    });
  }
}

const progressOf = (fraction: number): LoadProgress => ({ type: 'progress', progress: fraction * DOWNLOAD_SHARE });

function notOurs(file: ModelFile): PluginError {
  return new PluginError('MODEL_INVALID', `${file.path} holds no ONNX embedding model with its tokenizer`);
}
