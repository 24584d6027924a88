import type { Command } from 'commander';

/** What may follow the names of a command: `''` is `otron` itself, `models pull` a command below another. */
export interface CommandWords {
  path: string;
  words: { word: string; about: string }[];
}

/** The commands of a program with their flags and the commands below them, in the order of the help. */
export function commandWords(command: Command, path: string[] = []): CommandWords[] {
  const below = command.commands.map((it) => ({ word: it.name(), about: it.description() }));
  const flags = command.options.flatMap(({ long, description }) => (long ? [{ word: long, about: description }] : []));
  const own = { path: path.join(' '), words: [...below, ...flags, { word: '--help', about: 'display help' }] };
  return [own, ...command.commands.flatMap((it) => commandWords(it, [...path, it.name()]))];
}
