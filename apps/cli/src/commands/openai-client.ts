import type { Command } from 'commander';
import { CliError, wrongUse } from '../cli-error.js';
import { unreachable } from '../http/unreachable.js';
import { interrupted } from '../interruption.js';
import { ChunkTimes } from '../statistics/chunk-times.js';
import { printable } from '../terminal/printable.js';
import { type ClientOptions, clientCommand, clientOf } from './client-command.js';

interface OpenAiOptions extends ClientOptions {
  model: string;
  prompt?: string;
  listModels?: boolean;
}

/** `otron cli`: predict-otron-9000's client, which talks through the official package `openai`. */
export function openAiClientCommand(): Command {
  return clientCommand('cli', 'The client of predict-otron-9000: one answer, and when its chunks came')
    .option('--model <name>', 'the model', 'default')
    .option('--prompt <text>', 'what to answer')
    .option('--list-models', 'list the models instead')
    .action(async (options: OpenAiOptions) => {
      if (!options.listModels && !options.prompt)
        throw wrongUse('There is nothing to do.', 'Give --prompt TEXT or --list-models.');
      const { baseUrl } = clientOf(options);
      const { OpenAI, APIConnectionError, APIError } = await import('openai');
      const client = new OpenAI({ baseURL: `${baseUrl}/v1`, apiKey: options.apiKey ?? 'none', maxRetries: 0 });
      try {
        if (options.listModels) await listModels(client, options);
        else await answer(client, options);
      } catch (error) {
        if (interrupted.aborted) throw error;
        if (error instanceof APIConnectionError) throw unreachable(baseUrl, error);
        throw error instanceof APIError ? new CliError(error.message) : error;
      }
    });
}

type OpenAiClient = import('openai').OpenAI;

async function listModels(client: OpenAiClient, { json }: OpenAiOptions): Promise<void> {
  const { data } = await client.models.list({ signal: interrupted });
  process.stdout.write(json ? `${JSON.stringify(data, null, 2)}\n` : data.map(({ id }) => `${id}\n`).join(''));
}

async function answer(client: OpenAiClient, { model, prompt = '', json }: OpenAiOptions): Promise<void> {
  const times = new ChunkTimes();
  const messages = [{ role: 'user' as const, content: prompt }];
  const stream = await client.chat.completions.create({ model, messages, stream: true }, { signal: interrupted });
  let content = '';
  for await (const chunk of stream) {
    times.mark();
    const text = chunk.choices[0]?.delta?.content ?? '';
    content += text;
    if (!json) process.stdout.write(process.stdout.isTTY ? printable(text) : text);
  }
  // the package ends a stream quietly when it is stopped
  interrupted.throwIfAborted();
  if (json) process.stdout.write(`${JSON.stringify({ content, ...times.numbers() }, null, 2)}\n`);
  else process.stdout.write(`\n\n${times.summary()}\n`);
}
