import type { EmbedderInfo, EmbedderLimits, LoadedEmbedder, LoadOptions, MemoryNeed } from '@predict-otron/plugin-sdk';
import { OnnxSession } from '../session/onnx-session.js';
import { batchTokensFor, memoryNeed } from '../session/session-limits.js';
import { packRows } from '../session/token-batch.js';
import { TextTokenizer } from '../tokenizer/text-tokenizer.js';
import type { DescribedEmbedder } from './describe-embedder.js';

/** An ONNX embedding model in memory: the tokenizer here, the graph in a worker thread. */
export class OnnxEmbedder implements LoadedEmbedder {
  private constructor(
    readonly info: EmbedderInfo,
    readonly limits: EmbedderLimits,
    private readonly need: MemoryNeed,
    private readonly tokenizer: TextTokenizer,
    private readonly session: OnnxSession,
  ) {}

  static async load(described: DescribedEmbedder, options: LoadOptions, signal: AbortSignal): Promise<OnnxEmbedder> {
    const { info, folder, output } = described;
    const tokenizer = await TextTokenizer.open(folder);
    const { pooling, normalized: normalize, dimensions } = info;
    const session = await OnnxSession.open(
      {
        onnxPath: folder.onnxPath,
        threads: options.threads,
        paddingId: tokenizer.paddingId,
        step: { kind: 'vector', output, pooling, normalize, dimensions },
      },
      signal,
    );
    const need = memoryNeed({ ...info, config: folder.config }, options.threads);
    const batchTokens = Math.max(batchTokensFor(options.threads), info.maxTokens);
    return new OnnxEmbedder(info, { batchTokens, concurrency: 1 }, need, tokenizer, session);
  }

  async memory(): Promise<MemoryNeed[]> {
    return [this.need];
  }

  async tokenize(texts: string[]): Promise<number[][]> {
    return this.tokenizer.tokenize(texts);
  }

  async frame(tokens: number[]): Promise<number[]> {
    return this.tokenizer.single.around(tokens).ids;
  }

  async embed(batch: number[][]): Promise<Float32Array[]> {
    if (batch.length === 0) return [];
    const vectors = await this.session.run(packRows(batch, this.info));
    const { dimensions } = this.info;
    return batch.map((_, row) => vectors.subarray(row * dimensions, (row + 1) * dimensions));
  }

  async dispose(): Promise<void> {
    await this.session.close();
  }
}
