import { confirm, isCancel, select, text } from '@clack/prompts';
import { CliError, EXIT } from '../cli-error.js';

/** True where a person is there to be asked. */
export const canAsk = () => Boolean(process.stdin.isTTY && process.stderr.isTTY);

/** Questions go to standard error: standard output is for the answer. */
const output = process.stderr;

/** Asks for a text; `problem` says what is wrong with one. */
export async function askText(
  message: string,
  placeholder: string,
  problem: (value: string) => string | undefined,
): Promise<string> {
  return given(await text({ message, placeholder, output, validate: (value) => problem(value ?? '') }));
}

/** Asks for one of some things, by its name, each with a word about it. */
export async function askChoice<Name extends string>(message: string, choices: Record<Name, string>): Promise<Name> {
  const options = Object.entries<string>(choices).map(([value, hint]) => ({ value, label: value, hint }));
  return given(await select({ message, options, output })) as Name;
}

/** Asks for a yes; no is what Enter says. */
export async function askYes(message: string): Promise<boolean> {
  return given(await confirm({ message, initialValue: false, output }));
}

/** What was answered. Throws for Esc and Ctrl+C. */
function given<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw new CliError('Nothing was done.', EXIT.interrupted);
  return answer as Exclude<T, symbol>;
}
