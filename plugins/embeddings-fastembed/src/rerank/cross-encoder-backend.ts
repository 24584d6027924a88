import {
  type Loaded,
  type LoadedReranker,
  type LoadOptions,
  type LoadProgress,
  type MemoryNeed,
  type ModelFile,
  PluginError,
  type RerankBackend,
  type RerankerInfo,
} from '@predict-otron/plugin-sdk';
import { concat, defer, type Observable } from 'rxjs';
import { checkLoadOptions } from '../session/check-load-options.js';
import { fromLoad } from '../session/from-load.js';
import { memoryNeed } from '../session/session-limits.js';
import { type DescribedReranker, describeReranker } from './describe-reranker.js';
import { OnnxCrossEncoder } from './onnx-cross-encoder.js';

/** Runs cross-encoders from ONNX folders. */
export class CrossEncoderBackend implements RerankBackend {
  readonly id = 'onnx-cross-encoder';

  async describe(file: ModelFile): Promise<RerankerInfo | undefined> {
    return (await describeReranker(file))?.info;
  }

  async estimate(file: ModelFile, options: LoadOptions): Promise<MemoryNeed[]> {
    const { info, folder } = await this.open(file);
    return [memoryNeed({ ...info, config: folder.config }, options.threads)];
  }

  load(file: ModelFile, options: LoadOptions): Observable<LoadProgress | Loaded<LoadedReranker>> {
    return defer(() => {
      checkLoadOptions(options);
      const start: LoadProgress = { type: 'progress', progress: 0 };
      return concat(
        [start],
        fromLoad(async (signal) => {
          const described = await this.open(file);
          const { info } = described;
          const maxTokens = Math.min(info.maxTokens, options.contextTokens || info.maxTokens);
          return OnnxCrossEncoder.load({ ...described, info: { ...info, maxTokens } }, options, signal);
        }),
      );
    });
  }

  private async open(file: ModelFile): Promise<DescribedReranker> {
    const described = await describeReranker(file);
    if (described) return described;
    throw new PluginError('MODEL_INVALID', `${file.path} holds no ONNX cross-encoder with its tokenizer`);
  }
}
