import type { Command } from 'commander';
import { wrongUse } from '../cli-error.js';
import { whileWaiting } from '../terminal/progress.js';
import { readInput } from '../terminal/read-input.js';
import { type ClientOptions, clientCommand, clientOf, numberIn } from './client-command.js';

interface EmbedOptions extends ClientOptions {
  model: string;
  dimensions?: number;
}

/** `otron embed`. */
export function embedCommand(): Command {
  return clientCommand('embed', 'Turn texts into vectors, a JSON array a line')
    .argument('[text...]', 'the texts; otherwise each line of the pipe is one')
    .option('-m, --model <id>', 'the embedding model', 'default')
    .option('-d, --dimensions <number>', 'length of the vectors', numberIn(1, 100_000, true))
    .action(async (texts: string[], { model, dimensions, ...options }: EmbedOptions) => {
      const input = await textsOrLines(texts);
      const body = { model, input, ...(dimensions !== undefined && { dimensions }) };
      const asked = clientOf(options).json<{ data: { embedding: number[] }[] }>('POST', '/v1/embeddings', body);
      const answer = await whileWaiting(`${input.length} texts`, asked);
      if (options.json) process.stdout.write(`${JSON.stringify(answer)}\n`);
      else for (const { embedding } of answer.data) process.stdout.write(`${JSON.stringify(embedding)}\n`);
    });
}

/** The texts of the command line, or the lines of the pipe that are not empty. */
export async function textsOrLines(texts: string[], read = readInput): Promise<string[]> {
  const found = texts.length > 0 ? texts : ((await read()) ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
  if (found.length === 0) throw wrongUse('There is no text.', 'Give texts as arguments, or one a line from a pipe.');
  return found;
}
