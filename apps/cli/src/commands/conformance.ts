import type { Command } from 'commander';
import { EXIT, wrongUse } from '../cli-error.js';
import { conform, PROBE_COUNT, type Verdict } from '../conformance/conform.js';
import { conformanceMarkdown, tally } from '../conformance/conformance-markdown.js';
import { Progress } from '../terminal/progress.js';
import { styled } from '../terminal/style.js';
import { table } from '../terminal/table.js';
import { type ClientOptions, clientCommand, clientOf } from './client-command.js';

interface ConformanceOptions extends ClientOptions {
  model: string;
  embeddingModel: string;
  markdown?: boolean;
}

const COLORS = { pass: 'green', refused: 'yellow', fail: 'red' } as const;

/** `otron conformance`: fails where a parameter is taken and does not do what it should. */
export function conformanceCommand(): Command {
  return clientCommand('conformance', 'Test what any server does of OpenAI’s API, parameter by parameter')
    .option('-m, --model <id>', 'the language model', 'default')
    .option('--embedding-model <id>', 'the embedding model', 'default')
    .option('--markdown', 'print a page in Markdown')
    .action(async (options: ConformanceOptions) => {
      if (options.json && options.markdown) throw wrongUse('Give --json or --markdown, not both.');
      const client = clientOf(options);
      // a server that is away is told before the first probe
      await client.json('GET', '/v1/models');
      const verdicts = await run({ ...options, baseUrl: client.baseUrl });
      const where = { url: client.baseUrl, date: new Date().toISOString() };
      if (options.json) process.stdout.write(`${JSON.stringify({ ...where, verdicts }, null, 2)}\n`);
      else process.stdout.write(options.markdown ? conformanceMarkdown(verdicts, where) : text(verdicts, where));
      if (verdicts.some(({ result }) => result === 'fail')) process.exitCode = EXIT.failed;
    });
}

async function run(options: ConformanceOptions): Promise<Verdict[]> {
  const progress = new Progress();
  const verdicts: Verdict[] = [];
  try {
    for await (const verdict of conform(options)) {
      verdicts.push(verdict);
      progress.show(verdicts.length / PROBE_COUNT, `${verdict.endpoint} ${verdict.parameter}`);
    }
  } finally {
    progress.clear();
  }
  return verdicts;
}

function text(verdicts: Verdict[], { url, date }: { url: string; date: string }): string {
  const rows = verdicts.map(({ endpoint, parameter, promise, result, note }) => [
    result,
    endpoint.replace('/v1/', ''),
    parameter,
    note ? `${promise} (${note})` : promise,
  ]);
  const colored = table(['RESULT', 'ENDPOINT', 'PARAMETER', 'PROMISE'], rows).replaceAll(
    /^(pass|refused|fail)/gm,
    (result) => styled(COLORS[result as keyof typeof COLORS], result),
  );
  return `${colored}\n${tally(verdicts)} ${url}, ${date.slice(0, 10)}\n`;
}
