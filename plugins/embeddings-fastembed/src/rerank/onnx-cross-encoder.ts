import {
  fromAbortable,
  type LoadedReranker,
  type LoadOptions,
  type MemoryNeed,
  type RerankerInfo,
  type RerankScore,
} from '@predict-otron/plugin-sdk';
import type { Observable } from 'rxjs';
import { OnnxSession } from '../session/onnx-session.js';
import { batchTokensFor, memoryNeed } from '../session/session-limits.js';
import { packRows } from '../session/token-batch.js';
import { TextTokenizer } from '../tokenizer/text-tokenizer.js';
import type { DescribedReranker } from './describe-reranker.js';
import { pairRows, takeBatch } from './pair-rows.js';

/** An ONNX cross-encoder in memory. It reads the query with each document, in batches of like length, shortest first. */
export class OnnxCrossEncoder implements LoadedReranker {
  private constructor(
    readonly info: RerankerInfo,
    private readonly vocabularyTokens: number,
    private readonly batchTokens: number,
    private readonly need: MemoryNeed,
    private readonly tokenizer: TextTokenizer,
    private readonly session: OnnxSession,
  ) {}

  static async load(
    described: DescribedReranker,
    { threads }: LoadOptions,
    signal: AbortSignal,
  ): Promise<OnnxCrossEncoder> {
    const { info, folder, output, vocabularyTokens } = described;
    const tokenizer = await TextTokenizer.open(folder);
    const { paddingId } = tokenizer;
    const session = await OnnxSession.open(
      { onnxPath: folder.onnxPath, threads, paddingId, step: { kind: 'score', output } },
      signal,
    );
    const need = memoryNeed({ ...info, config: folder.config }, threads);
    return new OnnxCrossEncoder(info, vocabularyTokens, batchTokensFor(threads), need, tokenizer, session);
  }

  async memory(): Promise<MemoryNeed[]> {
    return [this.need];
  }

  rerank(query: string, documents: string[]): Observable<RerankScore> {
    return fromAbortable((signal) => this.scores(query, documents, signal));
  }

  async dispose(): Promise<void> {
    await this.session.close();
  }

  private async *scores(query: string, documents: string[], signal: AbortSignal): AsyncGenerator<RerankScore> {
    const [queryIds = [], ...documentIds] = await this.tokenizer.tokenizeBare([query, ...documents]);
    const { maxTokens } = this.info;
    const limits = { maxTokens, vocabularyTokens: this.vocabularyTokens };
    const rows = pairRows(queryIds, documentIds, this.tokenizer.pair, maxTokens);
    while (rows.length > 0 && !signal.aborted) {
      const batch = takeBatch(rows, this.batchTokens);
      const packed = packRows(
        batch.map((row) => row.ids),
        limits,
      );
      const types = Int32Array.from(batch.flatMap((row) => row.types));
      const logits = await this.session.run({ ...packed, types });
      for (const [i, { index, ids }] of batch.entries()) {
        yield { index, score: sigmoid(logits[i] as number), tokens: ids.length };
      }
    }
  }
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
