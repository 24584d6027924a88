import { type EmbedderInfo, type LoadedEmbedder, type MemoryNeed, PluginError } from '@predict-otron/plugin-sdk';
import type { EmbeddingContext, LlamaModel, Token } from '../engine/engine-types.js';
import type { ModelContexts } from '../engine/model-contexts.js';
import { type SpecialTokens, specialTokens } from '../engine/special-tokens.js';
import { tokenizeTexts } from '../engine/tokenize-texts.js';

/** A GGUF embedding model: each of its contexts computes one text at a time. */
export class LlamaEmbedder implements LoadedEmbedder {
  readonly limits: LoadedEmbedder['limits'];
  private readonly special: SpecialTokens;

  constructor(
    readonly info: EmbedderInfo,
    private readonly model: ModelContexts<LlamaModel, EmbeddingContext>,
    private readonly needs: MemoryNeed[],
  ) {
    this.limits = { batchTokens: 1, concurrency: model.contexts.length };
    this.special = specialTokens(model.weights);
  }

  async memory(): Promise<MemoryNeed[]> {
    return this.needs;
  }

  async tokenize(texts: string[]): Promise<number[][]> {
    return (await tokenizeTexts(this.model.weights, texts)).map((tokens) => this.framed(tokens));
  }

  async frame(tokens: number[]): Promise<number[]> {
    return this.framed(tokens);
  }

  async embed(batch: number[][]): Promise<Float32Array[]> {
    for (const row of batch) this.check(row);
    return Promise.all(batch.map((row) => this.model.use((context) => this.embedOne(context, row))));
  }

  dispose(): Promise<void> {
    return this.model.dispose();
  }

  private async embedOne(context: EmbeddingContext, row: number[]): Promise<Float32Array> {
    const { vector } = await context.getEmbeddingFor(row as Token[]);
    const scale = this.info.normalized ? 1 / norm(vector) : 1;
    return Float32Array.from(vector, (value) => value * scale);
  }

  /** What the engine itself would only call a failure, and log. */
  private check(row: number[]): void {
    const { maxTokens, vocabularyTokens } = this.info;
    if (row.length > maxTokens) throw invalid(`a row has ${row.length} tokens; the most is ${maxTokens}`);
    const wrong = row.find((token) => token < 0 || token >= vocabularyTokens);
    if (wrong !== undefined) throw invalid(`${wrong} is not a token: ids go from 0 to ${vocabularyTokens - 1}`);
  }

  private framed(tokens: number[]): number[] {
    return [...this.special.front, ...tokens, ...this.special.back];
  }
}

function invalid(message: string): PluginError {
  return new PluginError('INPUT_INVALID', message);
}

/** 1 for a vector of zeros, which has no direction to keep. */
function norm(vector: readonly number[]): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
}
