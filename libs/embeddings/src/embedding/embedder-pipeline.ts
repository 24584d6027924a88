import type { EmbedRequest } from '@predict-otron/dialects';
import { type LoadedEmbedder, PluginError } from '@predict-otron/plugin-sdk';
import { defer, forkJoin, from, map, type Observable, of } from 'rxjs';
import { BatchScheduler, TokenizeQueue } from '../batching/index.js';
import { Framing } from './framing.js';
import { checkTokenIds, fitRows, type PreparedRows, type TextField, withPrefix } from './prepare-rows.js';

/** What all requests of one loaded embedder share: its tokenizer, its batches, its special tokens. */
export class EmbedderPipeline {
  private readonly tokenizer: TokenizeQueue;
  private readonly scheduler: BatchScheduler;
  private framing?: Promise<Framing>;

  constructor(readonly embedder: LoadedEmbedder) {
    this.tokenizer = new TokenizeQueue(embedder);
    this.scheduler = new BatchScheduler(embedder);
  }

  /** The token rows of a request, emitted once. Throws what `prepare-rows` says. */
  prepare({ input, inputType, truncate }: EmbedRequest, field: TextField): Observable<PreparedRows> {
    return defer(() => {
      const { info } = this.embedder;
      const prefixed = withPrefix(input, inputType, info);
      if ('tokens' in prefixed) checkTokenIds(prefixed.tokens, info, field);
      return forkJoin({
        framing: from(this.learnFraming()),
        given: 'texts' in prefixed ? this.tokenizer.tokenize(prefixed.texts) : of(undefined),
      }).pipe(
        map(({ framing, given }) => {
          const rows = given ?? ('tokens' in prefixed ? prefixed.tokens.map((tokens) => framing.frame(tokens)) : []);
          return fitRows(rows, { info, framing, truncate, field });
        }),
      );
    });
  }

  /** One vector for each row, in order, emitted once. `OVERLOADED` where none was begun with within `maxQueueMs`. */
  vectors(rows: number[][], maxQueueMs?: number): Observable<Float32Array[]> {
    return this.scheduler.embed(rows, maxQueueMs);
  }

  private learnFraming(): Promise<Framing> {
    this.framing ??= Framing.of(this.embedder).catch((error: unknown) => {
      this.framing = undefined;
      throw PluginError.from(error);
    });
    return this.framing;
  }
}
