import { Command } from 'commander';
import { benchCommand } from './commands/bench.js';
import { chatCommand } from './commands/chat.js';
import { completionCommand } from './commands/completion.js';
import { conformanceCommand } from './commands/conformance.js';
import { doctorCommand } from './commands/doctor.js';
import { embedCommand } from './commands/embed.js';
import { keysCommand } from './commands/keys.js';
import { modelsCommand } from './commands/models.js';
import { openAiClientCommand } from './commands/openai-client.js';
import { pluginCommand } from './commands/plugin.js';
import { psCommand } from './commands/ps.js';
import { rerankCommand } from './commands/rerank.js';
import { runCommand } from './commands/run.js';
import { serveCommand } from './commands/serve.js';
import { VERSION } from './package-folder.js';

const EXIT_CODES = `
Exit codes: 0 done, 1 failed, 2 wrong use, 3 the server cannot be reached, 130 Ctrl+C.
\`otron COMMAND --help\` tells more of a command.`;

/** The whole of \`otron\`: each command with its flags and its help. */
export function createProgram(): Command {
  const program = new Command('otron')
    .description('Serves language models on this machine, and talks to them.')
    .version(VERSION)
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText('after', EXIT_CODES);
  for (const create of [
    serveCommand,
    chatCommand,
    runCommand,
    modelsCommand,
    psCommand,
    embedCommand,
    rerankCommand,
    keysCommand,
    pluginCommand,
    doctorCommand,
    benchCommand,
    conformanceCommand,
    openAiClientCommand,
    completionCommand,
  ])
    program.addCommand(create());
  forEachCommand(program, (command) => command.exitOverride().allowExcessArguments(false));
  return program;
}

/** Calls with a command and all below it. */
function forEachCommand(command: Command, use: (command: Command) => void): void {
  use(command);
  for (const below of command.commands) forEachCommand(below, use);
}
