import { Inject, Injectable } from '@nestjs/common';
import type { RankRequest, RankResult } from '@predict-otron/dialects';
import { type ModelEntry, Models, Rerankers, TimeLimits, VectorLedger, withDeadline } from '@predict-otron/kernel';
import { PluginError } from '@predict-otron/plugin-sdk';
import { defer, finalize, forkJoin, from, map, type Observable, tap, toArray } from 'rxjs';
import { EmbeddingsService } from '../embedding/embeddings-service.js';
import { EMBEDDINGS_OPTIONS, type EmbeddingsOptions } from '../options.js';
import { Admission } from '../queue/admission.js';
import { cosine } from './cosine.js';

const TOO_LONG = 'Shorten or split it.';

/** Scores of documents for a query, from a cross-encoder or, with an embedding model, from the cosine of vectors. */
@Injectable()
export class RerankService {
  private readonly admission: Admission;

  constructor(
    @Inject(Models) private readonly models: Models,
    @Inject(Rerankers) private readonly rerankers: Rerankers,
    @Inject(VectorLedger) private readonly ledger: VectorLedger,
    private readonly embeddings: EmbeddingsService,
    @Inject(TimeLimits) private readonly limits: TimeLimits,
    @Inject(EMBEDDINGS_OPTIONS) options: EmbeddingsOptions,
  ) {
    this.admission = new Admission(options);
  }

  /**
   * Emits once. Errors: `MODEL_NOT_FOUND`, `CONTEXT_OVERFLOW`, `OVERLOADED`, `TIMEOUT`, and what the backend throws.
   * @param origin the request itself, as those know it who listen to the ledger
   */
  rank(request: RankRequest, origin: object): Observable<RankResult> {
    return defer(() => {
      const { id, kind } = this.find(request.model);
      if (kind !== 'rerank') return this.rankByEmbedding(id, request, origin);
      const { deadline } = this.limits.of(request);
      // it reads the documents of all requests in turns, so that none waits in a line
      const work = defer(() => this.rankByCrossEncoder(id, request)).pipe(withDeadline(deadline));
      return this.ledger.follow({ model: id, kind, texts: request.documents.length, origin }, work);
    });
  }

  /** The model of this name; for `default` the default reranker, or the default embedding model where there is none. */
  private find(name: string): ModelEntry {
    const reranker =
      name === 'default'
        ? this.models.list().find(({ kind, isDefault }) => kind === 'rerank' && isDefault)
        : this.models.find(name);
    return reranker?.kind === 'rerank' ? reranker : this.models.find(name, 'embedding');
  }

  private rankByCrossEncoder(model: string, { query, documents }: RankRequest): Observable<RankResult> {
    const permit = this.admission.enter(model, documents.length);
    let computed = false;
    return this.rerankers
      .use(model, (reranker) => from(reranker.rerank(query, documents)))
      .pipe(
        toArray(),
        tap((scores) => {
          const indices = new Set(scores.map(({ index }) => index));
          if (indices.size !== documents.length || scores.length !== documents.length) {
            throw new PluginError('INTERNAL', 'the reranking backend did not score each document once');
          }
          computed = true;
        }),
        map((scores) => ({
          model,
          method: 'cross-encoder' as const,
          scores,
          promptTokens: scores.reduce((sum, { tokens }) => sum + tokens, 0),
        })),
        finalize(() => permit.leave(computed)),
      );
  }

  private rankByEmbedding(model: string, request: RankRequest, origin: object): Observable<RankResult> {
    const { query, documents, deadline, maxQueueMs } = request;
    const common = { model, truncate: false, deadline, maxQueueMs };
    return forkJoin({
      query: this.embeddings.embed({ ...common, input: { texts: [query] }, inputType: 'query' }, origin, {
        path: () => 'query',
        tooLong: TOO_LONG,
      }),
      documents: this.embeddings.embed({ ...common, input: { texts: documents }, inputType: 'passage' }, origin, {
        path: (index) => `documents[${index}]`,
        tooLong: TOO_LONG,
      }),
    }).pipe(
      map((embedded) => {
        const [queryVector] = embedded.query.vectors as [Float32Array];
        return {
          model,
          method: 'embedding' as const,
          scores: embedded.documents.vectors.map((vector, index) => ({
            index,
            score: (1 + cosine(queryVector, vector)) / 2,
          })),
          promptTokens: embedded.query.promptTokens + embedded.documents.promptTokens,
        };
      }),
    );
  }
}
