import { Argument, Command, Option } from 'commander';
import { wrongUse } from '../cli-error.js';
import { nameProblem, newPlugin } from '../plugin/new-plugin.js';
import { PLUGIN_KINDS, type PluginKind } from '../plugin/plugin-kind.js';
import { askChoice, askText, canAsk } from '../terminal/ask.js';
import { print } from './client-command.js';

interface NewFlags {
  kind?: PluginKind;
  in: string;
  json?: boolean;
}

const KINDS = Object.keys(PLUGIN_KINDS) as PluginKind[];

/** `otron plugin new`: asks on a terminal for what it is not told. */
export function pluginNewCommand(): Command {
  return new Command('new')
    .description('Write the package of a new plugin, whose tests pass at once')
    .addArgument(new Argument('[name]', 'kebab-case; also the name of its folder'))
    .addOption(new Option('-k, --kind <kind>', 'what it contributes').choices(KINDS))
    .option('--in <folder>', 'where its folder goes', '.')
    .option('--json', 'print JSON for programs')
    .action(async (given: string | undefined, flags: NewFlags) => {
      const name = given ?? (await orAsk('a name', () => askText('What is it called?', 'my-plugin', nameProblem)));
      const kind =
        flags.kind ?? (await orAsk('--kind', () => askChoice('What does it contribute?', { ...PLUGIN_KINDS })));
      const made = newPlugin(name, kind, flags.in);
      print(
        flags,
        made,
        () =>
          `${made.files.map((file) => `  ${file}\n`).join('')}\nNow: cd ${made.folder} && npm install && npm test\n`,
      );
    });
}

async function orAsk<T>(what: string, ask: () => Promise<T>): Promise<T> {
  if (canAsk()) return ask();
  throw wrongUse(`Give ${what}.`, `Such as: otron plugin new my-plugin --kind ${KINDS.join('|')}`);
}
