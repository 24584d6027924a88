import { type LoadedReranker, PluginError, type RerankerInfo } from '@predict-otron/plugin-sdk';
import { concatMap, defer, map, range, timer } from 'rxjs';
import { MATCH, MEMORY } from './toy-file.js';
import { tokensOf } from './toy-language.js';

export const TOY_RERANKER_INFO: RerankerInfo = { id: 'toy', maxTokens: 256, weightBytes: 1000, match: MATCH };

/** Scores by the share of the query's characters that the document has. */
export class ToyReranker implements LoadedReranker {
  readonly info: RerankerInfo;
  #disposed = false;

  constructor(id: string) {
    this.info = { ...TOY_RERANKER_INFO, id };
  }

  memory = async () => MEMORY;

  rerank = (query: string, documents: string[]) =>
    defer(() => {
      if (this.#disposed) throw new PluginError('DISPOSED', 'The reranker was disposed.');
      const score = (index: number) => {
        const document = tokensOf(documents[index] ?? '');
        const wanted = tokensOf(query);
        const found = wanted.filter((token) => document.includes(token)).length;
        return { index, score: found / wanted.length, tokens: wanted.length + document.length };
      };
      return range(0, documents.length).pipe(concatMap((index) => timer(0).pipe(map(() => score(index)))));
    });

  dispose = async () => {
    this.#disposed = true;
  };
}
