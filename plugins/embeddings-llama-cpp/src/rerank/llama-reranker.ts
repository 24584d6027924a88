import {
  type LoadedReranker,
  type MemoryNeed,
  PluginError,
  type RerankerInfo,
  type RerankScore,
} from '@predict-otron/plugin-sdk';
import { defer, from, mergeMap, type Observable } from 'rxjs';
import type { LlamaModel, RankingContext, Token } from '../engine/engine-types.js';
import type { ModelContexts } from '../engine/model-contexts.js';
import { tokenizeTexts } from '../engine/tokenize-texts.js';

/** The query with one document. */
interface Pair {
  index: number;
  query: Token[];
  document: Token[];
  tokens: number;
}

/** A GGUF cross-encoder: each of its contexts reads one pair at a time. */
export class LlamaReranker implements LoadedReranker {
  /** @param hasTemplate the model frames query and document by a template of its own */
  constructor(
    readonly info: RerankerInfo,
    private readonly model: ModelContexts<LlamaModel, RankingContext>,
    private readonly needs: MemoryNeed[],
    private readonly hasTemplate: boolean,
  ) {}

  async memory(): Promise<MemoryNeed[]> {
    return this.needs;
  }

  rerank(query: string, documents: string[]): Observable<RerankScore> {
    return defer(() => this.pairs(query, documents)).pipe(
      mergeMap((pairs) => from(pairs).pipe(mergeMap((pair) => this.score(pair), this.model.contexts.length))),
    );
  }

  dispose(): Promise<void> {
    return this.model.dispose();
  }

  private async score({ index, query, document, tokens }: Pair): Promise<RerankScore> {
    const score = await this.model.use((context) => context.rank(query, document));
    return { index, score, tokens };
  }

  /** Throws `CONTEXT_OVERFLOW` for the first pair that is too long, before any is computed. */
  private async pairs(query: string, documents: string[]): Promise<Pair[]> {
    const { weights, contexts } = this.model;
    const closing = this.closing(weights);
    const [queryTokens = [], ...rows] = await tokenizeTexts(weights, [query, ...documents]);
    const { id, maxTokens } = this.info;
    const [context] = contexts as [RankingContext];
    return rows.map((row, index) => {
      const document = [...row, ...closing];
      const tokens = context.calculateInputLength(queryTokens, document);
      if (tokens <= maxTokens) return { index, query: queryTokens, document, tokens };
      const param = `documents[${index}]`;
      const message = `The query and ${param} have ${tokens} tokens together, and ${id} takes ${maxTokens} at most. Shorten or split them.`;
      throw new PluginError('CONTEXT_OVERFLOW', message, { param, tokens, maxTokens });
    });
  }

  /** BERT has no end token, and the engine then ends a pair without the separator that it was trained with. */
  private closing({ tokens }: LlamaModel): Token[] {
    return !this.hasTemplate && tokens.eos === null && tokens.sep !== null ? [tokens.sep] : [];
  }
}
