import type { LoadedReranker } from '@predict-otron/plugin-sdk';
import { PluginError } from '@predict-otron/plugin-sdk';
import { defer, map, skip, tap } from 'rxjs';
import type { BrokenPlugin } from './broken-plugin.js';
import { changeReranker } from './change-toy.js';

const ONCE = 'a reranker scores each document once, from 0 to 1';

export const BROKEN_RERANKERS: BrokenPlugin[] = [
  [
    ONCE,
    'a document left out',
    changeReranker(({ rerank }) => ({ rerank: (...args) => rerank(...args).pipe(skip(1)) })),
  ],
  [
    ONCE,
    'the same index for all',
    changeReranker(({ rerank }) => ({
      rerank: (...args) => rerank(...args).pipe(map((score) => ({ ...score, index: 0 }))),
    })),
  ],
  [
    ONCE,
    'scores without bounds',
    changeReranker(({ rerank }) => ({
      rerank: (...args) => rerank(...args).pipe(map((score) => ({ ...score, score: 7 }))),
    })),
  ],
  [
    'a reranker scores a document alike alone and among others',
    'tokens of all documents together',
    changeReranker(({ rerank }) => ({
      rerank: (query, documents) =>
        rerank(query, documents).pipe(map((score) => ({ ...score, tokens: query.length + documents.join('').length }))),
    })),
  ],
  [
    'a reranker drops what was not started when it is unsubscribed, and goes on with others',
    'a lock that stays',
    changeReranker(locked),
  ],
  ['a reranker answers several queries at once', 'one query at a time', changeReranker(locked)],
  [
    'a reranker refuses to rerank after dispose as DISPOSED',
    'a dispose that does nothing',
    changeReranker(() => ({ dispose: async () => {} })),
  ],
];

/** Takes a lock that only a query that runs to its end gives back. */
function locked({ rerank }: LoadedReranker): Pick<LoadedReranker, 'rerank'> {
  let busy = false;
  return {
    rerank: (query, documents) =>
      defer(() => {
        if (busy) throw new PluginError('CONFLICT', 'A query is running.');
        busy = true;
        return rerank(query, documents).pipe(
          tap({
            complete: () => {
              busy = false;
            },
          }),
        );
      }),
  };
}
