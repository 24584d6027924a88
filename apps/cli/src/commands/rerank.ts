import type { Command } from 'commander';
import { whileWaiting } from '../terminal/progress.js';
import { table } from '../terminal/table.js';
import { type ClientOptions, clientCommand, clientOf, numberIn, print } from './client-command.js';
import { textsOrLines } from './embed.js';

interface RerankOptions extends ClientOptions {
  model: string;
  top?: number;
}

interface Ranking {
  results: { index: number; relevance_score: number }[];
}

/** `otron rerank`. */
export function rerankCommand(): Command {
  return clientCommand('rerank', 'Order texts by how well they answer a query')
    .argument('<query>', 'what the texts are to answer')
    .argument('[document...]', 'the texts; otherwise each line of the pipe is one')
    .option('-m, --model <id>', 'a reranking or embedding model', 'default')
    .option('-k, --top <number>', 'show the best so many', numberIn(1, 2048, true))
    .action(async (query: string, texts: string[], { model, top, ...options }: RerankOptions) => {
      const documents = await textsOrLines(texts);
      const body = { model, query, documents, ...(top !== undefined && { top_n: top }) };
      const answer = await whileWaiting(
        `${documents.length} texts`,
        clientOf(options).json<Ranking>('POST', '/v1/rerank', body),
      );
      print(options, answer, () =>
        table(
          ['SCORE', 'DOCUMENT'],
          answer.results.map(({ index, relevance_score }) => [relevance_score.toFixed(4), documents[index] ?? '']),
        ),
      );
    });
}
