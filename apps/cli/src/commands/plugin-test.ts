import { importPlugin } from '@predict-otron/plugin-host/package';
import { type CheckResult, checkPlugin } from '@predict-otron/plugin-testing';
import { Command } from 'commander';
import { EXIT } from '../cli-error.js';
import { interrupted } from '../interruption.js';
import { contractOptions, type TestModels } from '../plugin/contract-options.js';
import { packageOf } from '../plugin/package-of.js';
import { printable } from '../terminal/printable.js';
import { Progress } from '../terminal/progress.js';
import { styled } from '../terminal/style.js';
import { print } from './client-command.js';
import { jsonObject } from './json-object.js';

interface TestFlags {
  model?: string;
  embeddingModel?: string;
  rerankModel?: string;
  config: Record<string, never>;
  json?: boolean;
}

/** `otron plugin test`: fails where the plugin breaks the contract. */
export function pluginTestCommand(): Command {
  return new Command('test')
    .description('Run the contract test on a built plugin, in place and over a message port')
    .argument('[path]', 'folder of the package', '.')
    .option('--model <path>', 'language model on which its runners are tested')
    .option('--embedding-model <path>', 'embedding model on which its embedders are tested')
    .option('--rerank-model <path>', 'reranking model on which its rerankers are tested')
    .option('--config <json>', 'the plugin’s configuration', jsonObject, {})
    .option('--json', 'print JSON for programs')
    .action(async (path: string, flags: TestFlags) => {
      const results = await runTest(path, flags);
      const failed = results.filter(({ error }) => error).length;
      const plain = results.map(({ error, ...result }) => ({
        ...result,
        passed: !error,
        ...(error && { error: error.message }),
      }));
      print(flags, plain, () => `${results.length - failed} passed, ${failed} failed\n`);
      if (failed > 0) process.exitCode = EXIT.failed;
    });
}

async function runTest(path: string, { json, config, ...flags }: TestFlags): Promise<CheckResult[]> {
  const found = await packageOf(path);
  const plugin = await importPlugin(found);
  const models: TestModels = { language: flags.model, embedding: flags.embeddingModel, rerank: flags.rerankModel };
  const options = await contractOptions(plugin, found, models, config);
  const progress = new Progress();
  const results: CheckResult[] = [];
  for await (const result of checkPlugin(plugin, options)) {
    interrupted.throwIfAborted();
    results.push(result);
    progress.clear();
    if (!json) process.stdout.write(line(result));
    progress.show(undefined, `${results.length} checks`);
  }
  progress.clear();
  return results;
}

function line({ place, check, error }: CheckResult): string {
  const mark = error ? styled('red', 'bad ') : styled('green', 'ok  ');
  return `${mark} ${place}: ${check}\n${error ? `       ${printable(error.message).replaceAll('\n', '\n       ')}\n` : ''}`;
}
