import { writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { htmlReport } from '../bench/html-report.js';
import { measureAnswer } from '../bench/measure-answer.js';
import { type Level, measureLevel } from '../bench/sweep.js';
import { CliError, EXIT } from '../cli-error.js';
import { interrupted } from '../interruption.js';
import { Progress } from '../terminal/progress.js';
import { table } from '../terminal/table.js';
import { type ClientOptions, clientCommand, clientOf, numberIn, print } from './client-command.js';

interface BenchOptions extends ClientOptions {
  model: string;
  prompt: string;
  maxTokens: number;
  concurrency: number[];
  requests: number;
  seconds: number;
  html?: string;
}

/** `otron bench`: speed of any server that speaks OpenAI's API. */
export function benchCommand(): Command {
  return clientCommand('bench', 'Measure a server that speaks OpenAI’s API: first token, tokens/s, many at a time')
    .option('-m, --model <id>', 'the model', 'default')
    .option('--prompt <text>', 'what is asked', 'Write a short story about a lighthouse.')
    .option('-n, --max-tokens <number>', 'length of an answer at most', numberIn(1, 100_000, true), 128)
    .option('-c, --concurrency <numbers>', 'requests at a time, one level after the other', levelsOf, [1, 4, 16])
    .option('-r, --requests <number>', 'requests of a level at most', numberIn(1, 100_000, true), 32)
    .option('--seconds <number>', 'time of a level at most', numberIn(1, 3600), 30)
    .option('--html <file>', 'also write a report with plots')
    .action(async ({ model, prompt, maxTokens, ...options }: BenchOptions) => {
      const client = clientOf(options);
      const body = { model, max_tokens: maxTokens, messages: [{ role: 'user', content: prompt }] };
      // loads the model, and tells at once what would fail every time
      await measureAnswer(client, body, interrupted);
      const progress = new Progress();
      const levels: Level[] = [];
      for (const concurrency of options.concurrency) {
        progress.show(levels.length / options.concurrency.length, `${concurrency} at a time`);
        levels.push(await measureLevel(concurrency, options, (signal) => measureAnswer(client, body, signal)));
        interrupted.throwIfAborted();
      }
      progress.clear();
      const date = new Date().toISOString();
      if (options.html) writeReport(options.html, htmlReport({ url: client.baseUrl, model, date }, levels));
      print(options, { url: client.baseUrl, model, date, levels }, () => levelTable(levels));
      const failed = levels.find(({ failures }) => failures > 0);
      if (failed) throw new CliError(`Some requests failed: ${failed.failure}`, EXIT.failed);
    });
}

/** `1,4,16` as numbers. */
function levelsOf(text: string): number[] {
  const levels = text.split(',').map(Number);
  if (levels.length > 16 || !levels.every((level) => Number.isInteger(level) && level >= 1 && level <= 1024))
    throw new InvalidArgumentError('It must be up to 16 whole numbers from 1 to 1024, such as 1,4,16.');
  return levels;
}

function writeReport(path: string, page: string): void {
  try {
    writeFileSync(path, page);
  } catch (error) {
    throw new CliError(`The report cannot be written: ${(error as Error).message}`);
  }
}

function levelTable(levels: Level[]): string {
  const number = (value: number) => (Number.isFinite(value) ? value.toFixed(1) : '-');
  const rows = levels.map((it) => [
    ...[it.concurrency, it.answers, it.failures, number(it.tokensPerSecond)],
    ...[it.firstTokenMs, it.totalMs].flatMap(({ median, p95, slowest }) => [median, p95, slowest].map(number)),
  ]);
  const times = ['FIRST TOKEN ms', 'P95', 'SLOWEST', 'WHOLE ms', 'P95', 'SLOWEST'];
  return table(['AT A TIME', 'ANSWERS', 'FAILED', 'TOKENS/s', ...times], rows);
}
