import { Command } from 'commander';
import { CliError, wrongUse } from '../cli-error.js';
import { askYes, canAsk } from '../terminal/ask.js';
import { whileWaiting } from '../terminal/progress.js';
import { bytes, duration } from '../terminal/quantities.js';
import { table } from '../terminal/table.js';
import { type ClientOptions, clientCommand, clientOf, print } from './client-command.js';
import { type ModelStatus, memoryOf, modelPath } from './model-status.js';
import { fitCommand } from './models-fit.js';
import { pullCommand } from './models-pull.js';
import { verifyCommand } from './models-verify.js';

/** `otron models` with all that can be done to models. */
export function modelsCommand(): Command {
  const models = new Command('models').description('List, fetch, delete, check, load and unload models');
  models.addCommand(listCommand(), { isDefault: true });
  for (const command of [pullCommand(), showCommand(), removeCommand(), verifyCommand(), fitCommand()])
    models.addCommand(command);
  models.addCommand(moveCommand('load', 'Load a model into memory'));
  models.addCommand(moveCommand('unload', 'Free the memory of a model'));
  return models;
}

function listCommand(): Command {
  return clientCommand('list', 'List the models of the server').action(async (options: ClientOptions) => {
    const { data } = await clientOf(options).json<{ data: ModelStatus[] }>('GET', '/models');
    print(options, data, () =>
      table(
        ['MODEL', 'KIND', 'STATE', 'SIZE', 'LAST USED'],
        data.map((it) => [
          it.is_default ? `${it.id} (default)` : it.id,
          it.kind,
          it.state,
          it.on_disk ? bytes(it.size_bytes) : 'not fetched',
          it.last_used_at ? `${duration(Date.now() / 1000 - it.last_used_at)} ago` : '',
        ]),
      ),
    );
  });
}

/** All that is known of a model, a line each. */
function describe(it: ModelStatus): string {
  const lines: [string, string][] = [
    ['model', it.id],
    ['kind', it.is_default ? `${it.kind}, the default` : it.kind],
    ['state', it.reason ? `${it.state}: ${it.reason}` : it.state],
    ['aliases', it.aliases.join(', ') || 'none'],
    ['size', it.on_disk ? bytes(it.size_bytes) : 'fetched when it is first asked for'],
    ['memory', it.memory ? bytes(memoryOf(it)) : 'not measured yet'],
    ['path', it.path],
  ];
  return lines.map(([name, value]) => `${name.padEnd(8)} ${value}\n`).join('');
}

function showCommand(): Command {
  return clientCommand('show', 'Show all that is known of a model')
    .argument('<id>', 'the model')
    .action(async (id: string, options: ClientOptions) => {
      const model = await clientOf(options).json<ModelStatus>('GET', modelPath(id));
      print(options, model, () => describe(model));
    });
}

function moveCommand(action: 'load' | 'unload', description: string): Command {
  return clientCommand(action, description)
    .argument('<id>', 'the model')
    .action(async (id: string, options: ClientOptions) => {
      const moved = clientOf(options).json<ModelStatus>('POST', modelPath(id, `/${action}`));
      const model = await whileWaiting(`${action}ing ${id}`, moved);
      print(options, model, () => `${model.id} is ${model.state}.\n`);
    });
}

function removeCommand(): Command {
  return clientCommand('rm', 'Delete a model of the store')
    .argument('<id>', 'the model')
    .option('-y, --yes', 'do not ask first')
    .action(async (id: string, options: ClientOptions & { yes?: boolean }) => {
      if (!options.yes) await confirm(`Delete ${id}?`);
      const deleted = await clientOf(options).json<{ id: string; freed_bytes: number }>('DELETE', modelPath(id));
      print(options, deleted, () => `${deleted.id} is deleted, ${bytes(deleted.freed_bytes)} are free again.\n`);
    });
}

/** Asks on the terminal; where there is none, `--yes` has to say it. */
async function confirm(question: string): Promise<void> {
  if (!canAsk()) throw wrongUse('Nobody is there to confirm.', 'Say --yes to delete without a question.');
  if (!(await askYes(question))) throw new CliError('Nothing was deleted.');
}
