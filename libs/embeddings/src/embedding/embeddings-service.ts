import { Inject, Injectable } from '@nestjs/common';
import type { EmbedInput, EmbedRequest, EmbedResult } from '@predict-otron/dialects';
import { Embedders, Models, TimeLimits, VectorLedger, withDeadline } from '@predict-otron/kernel';
import type { LoadedEmbedder } from '@predict-otron/plugin-sdk';
import { defer, finalize, map, type Observable, switchMap, tap } from 'rxjs';
import { EMBEDDINGS_OPTIONS, type EmbeddingsOptions } from '../options.js';
import { Admission, type Permit } from '../queue/admission.js';
import { cutVector, resolveDimensions } from './dimensions.js';
import { EmbedderPipeline } from './embedder-pipeline.js';
import type { TextField } from './prepare-rows.js';

/** Vectors of texts, batched over all requests. Subscribing starts a request, unsubscribing drops what did not start. */
@Injectable()
export class EmbeddingsService {
  private readonly admission: Admission;
  private readonly pipelines = new WeakMap<LoadedEmbedder, EmbedderPipeline>();

  constructor(
    @Inject(Models) private readonly models: Models,
    @Inject(Embedders) private readonly embedders: Embedders,
    @Inject(VectorLedger) private readonly ledger: VectorLedger,
    @Inject(TimeLimits) private readonly limits: TimeLimits,
    @Inject(EMBEDDINGS_OPTIONS) private readonly options: EmbeddingsOptions,
  ) {
    this.admission = new Admission(options);
  }

  /**
   * Computes a request's vectors; emits once. Errors: `MODEL_NOT_FOUND`, `UNSUPPORTED` (dimensions, prefixes),
   * `INPUT_INVALID` (token ids), `CONTEXT_OVERFLOW`, `OVERLOADED`, `TIMEOUT`, and what the backend throws.
   * @param origin the request itself, as those know it who listen to the ledger
   */
  embed(request: EmbedRequest, origin: object, field: TextField = inputField(request.input)): Observable<EmbedResult> {
    return defer(() => {
      const { id } = this.models.find(request.model, 'embedding');
      const texts = textCount(request.input);
      const { deadline, maxQueueMs } = this.limits.of(request);
      const work = defer(() => {
        const permit = this.admission.enter(id, texts);
        let computed = false;
        return this.embedders
          .use(id, (embedder) => this.run({ ...request, maxQueueMs }, this.pipelineOf(embedder), field, permit))
          .pipe(
            map((result) => ({ model: id, ...result })),
            tap(() => {
              computed = true;
            }),
            finalize(() => permit.leave(computed)),
            withDeadline(deadline),
          );
      });
      return this.ledger.follow({ model: id, kind: 'embedding', texts, origin }, work);
    });
  }

  private run(
    request: EmbedRequest,
    pipeline: EmbedderPipeline,
    field: TextField,
    permit: Permit,
  ): Observable<Omit<EmbedResult, 'model'>> {
    const { info } = pipeline.embedder;
    const dimensions = resolveDimensions(request.dimensions, info, this.options.anyDimensions);
    return pipeline.prepare(request, field).pipe(
      tap(({ promptTokens }) => permit.countTokens(promptTokens)),
      switchMap(({ rows, promptTokens, truncatedTokens }) =>
        pipeline.vectors(rows, request.maxQueueMs).pipe(
          map((vectors) => ({
            vectors: vectors.map((vector) => cutVector(vector, dimensions, info.normalized)),
            promptTokens,
            truncatedTokens,
          })),
        ),
      ),
    );
  }

  private pipelineOf(embedder: LoadedEmbedder): EmbedderPipeline {
    let pipeline = this.pipelines.get(embedder);
    if (!pipeline) {
      pipeline = new EmbedderPipeline(embedder);
      this.pipelines.set(embedder, pipeline);
    }
    return pipeline;
  }
}

function textCount(input: EmbedInput): number {
  return 'texts' in input ? input.texts.length : input.tokens.length;
}

/** A single text may have come without an array around it. */
function inputField(input: EmbedInput): TextField {
  const single = textCount(input) === 1;
  return {
    path: (index) => (single ? 'input' : `input[${index}]`),
    tooLong: 'Shorten or split it, or have it cut with "truncate": true.',
  };
}
