import { Argument, Command } from 'commander';
import { commandWords } from '../completion/command-words.js';
import { COMPLETION_SCRIPTS } from '../completion/completion-scripts.js';

const USE = `
bash: otron completion bash > ~/.local/share/bash-completion/completions/otron
zsh:  otron completion zsh > a file named _otron in a folder of $fpath
fish: otron completion fish > ~/.config/fish/completions/otron.fish`;

/** `otron completion`: made from the commands themselves. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('Print the script with which a shell completes otron')
    .addArgument(new Argument('<shell>').choices(Object.keys(COMPLETION_SCRIPTS)))
    .addHelpText('after', USE)
    .action((shell: string, _options: object, command: Command) => {
      process.stdout.write(COMPLETION_SCRIPTS[shell]?.(commandWords(command.parent as Command)) ?? '');
    });
}
