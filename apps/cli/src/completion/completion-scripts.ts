import type { CommandWords } from './command-words.js';

/** A text that a shell takes as it is. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Commands below others, so that a word that is none of them, such as a flag's value, is skipped. */
const namesOf = (commands: CommandWords[]) => commands.map(({ path }) => path).filter((path) => path !== '');

function bash(commands: CommandWords[]): string {
  const cases = commands.map(
    ({ path, words }) => `    ${quoted(path)}) words=${quoted(words.map(({ word }) => word).join(' '))} ;;`,
  );
  return `_otron() {
  local path='' word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
      ${namesOf(commands).map(quoted).join(' | ')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -o default -F _otron otron
`;
}

function zsh(commands: CommandWords[]): string {
  const described = ({ word, about }: CommandWords['words'][number]) =>
    quoted(`${word}:${about.replaceAll(':', '\\:')}`);
  const cases = commands.map(
    ({ path, words }) => `    ${quoted(path)}) choices=(${words.map(described).join(' ')}) ;;`,
  );
  return `#compdef otron
_otron() {
  local path_ word
  local -a choices
  for word in "\${words[@]:1:$((CURRENT-2))}"; do
    case "\${path_:+$path_ }$word" in
      ${namesOf(commands).map(quoted).join(' | ')}) path_="\${path_:+$path_ }$word" ;;
    esac
  done
  case "$path_" in
${cases.join('\n')}
  esac
  _describe otron choices || _files
}
compdef _otron otron
`;
}

function fish(commands: CommandWords[]): string {
  const lines = commands.flatMap(({ path, words }) =>
    words.map(({ word, about }) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`;
      return `complete -c otron -n ${quoted(`test (__otron_path) = "${path}"`)} ${what} -d ${quoted(about)}`;
    }),
  );
  return `function __otron_path
  set -l path ''
  for word in (commandline -opc)[2..]
    set -l longer (string trim "$path $word")
    contains -- $longer ${namesOf(commands).map(quoted).join(' ')}; and set path $longer
  end
  echo "$path"
end
${lines.join('\n')}
`;
}

/** What makes a shell complete \`otron\`, by the shell's name. */
export const COMPLETION_SCRIPTS: Record<string, (commands: CommandWords[]) => string> = { bash, zsh, fish };
