import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { wrongUse } from '../cli-error.js';
import { streamChat, type Usage } from '../http/stream-chat.js';
import { printable } from '../terminal/printable.js';
import { Progress } from '../terminal/progress.js';
import { readInput } from '../terminal/read-input.js';
import { styled } from '../terminal/style.js';
import { type ClientOptions, clientCommand, clientOf, numberIn } from './client-command.js';

interface RunOptions extends ClientOptions {
  model: string;
  system?: string;
  temperature?: number;
  maxTokens?: number;
  seed?: number;
  schema?: string;
}

/** `otron run "prompt"`. */
export function runCommand(): Command {
  return clientCommand('run', 'Answer one prompt; text from a pipe is appended to it')
    .argument('[prompt]', 'what to answer; may be left out where a pipe brings it')
    .option('-m, --model <id>', 'the model', 'default')
    .option('-s, --system <text>', 'instructions that come first')
    .option('-t, --temperature <number>', '0 for always the same answer, higher for others', numberIn(0, 2))
    .option('-n, --max-tokens <number>', 'length of the answer at most', numberIn(1, 10_000_000, true))
    .option('--seed <number>', 'the same seed gives the same answer', numberIn(0, 2 ** 31 - 1, true))
    .option('--schema <file>', 'JSON Schema that the answer is held to')
    .addHelpText('after', '\nExample: cat report.txt | otron run "Summarize in one sentence:"')
    .action(async (prompt: string | undefined, options: RunOptions) => {
      const text = joinPrompt(prompt, await readInput());
      const answer = await streamAnswer(options, toRequest(text, options));
      if (options.json) process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    });
}

/** The prompt with what the pipe brought after it. Throws where there is neither. */
export function joinPrompt(prompt: string | undefined, input: string | undefined): string {
  const text = [prompt, input].filter((part) => part !== undefined && part !== '').join('\n\n');
  if (text === '') throw wrongUse('There is no prompt.', 'Give one, such as: otron run "Name three colors."');
  return text;
}

/** The body of the chat request. */
export function toRequest(text: string, options: RunOptions): Record<string, unknown> {
  const { model, system, temperature, maxTokens, seed, schema } = options;
  return {
    model,
    messages: [...(system ? [{ role: 'system', content: system }] : []), { role: 'user', content: text }],
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(seed !== undefined && { seed }),
    ...(schema !== undefined && {
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', strict: true, schema: readSchema(schema) },
      },
    }),
  };
}

function readSchema(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw wrongUse(`--schema ${path}: ${(error as Error).message}`, 'Name a file with a JSON Schema.');
  }
}

/** Streams the answer to standard output, thoughts to standard error; for programs it is only collected. */
async function streamAnswer(options: RunOptions, request: Record<string, unknown>) {
  const answer: { content: string; reasoning?: string; finish_reason?: string; usage?: Usage } = { content: '' };
  const terminal = process.stdout.isTTY;
  const progress = new Progress();
  try {
    for await (const piece of streamChat(clientOf(options), request)) {
      if (piece.type === 'waiting') progress.show(undefined, piece.text);
      else progress.clear();
      if (piece.type === 'text') {
        answer.content += piece.text;
        if (!options.json) process.stdout.write(terminal ? printable(piece.text) : piece.text);
      } else if (piece.type === 'reasoning') {
        answer.reasoning = (answer.reasoning ?? '') + piece.text;
        if (!options.json && terminal) process.stderr.write(styled('dim', printable(piece.text), process.stderr));
      } else if (piece.type === 'finish') answer.finish_reason = piece.reason;
      else if (piece.type === 'usage') answer.usage = piece.usage;
    }
  } finally {
    progress.clear();
  }
  if (!options.json && !answer.content.endsWith('\n')) process.stdout.write('\n');
  if (answer.finish_reason === 'length' && !options.json)
    process.stderr.write(
      `${styled('yellow', 'The answer was cut: it reached its greatest length.', process.stderr)}\n`,
    );
  return answer;
}
