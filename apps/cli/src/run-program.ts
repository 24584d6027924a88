import { type Command, CommanderError } from 'commander';
import { CliError, EXIT } from './cli-error.js';
import { interrupted } from './interruption.js';
import { printable } from './terminal/printable.js';
import { styled } from './terminal/style.js';

/** Runs what the arguments ask for. Resolves with the exit code; an error is a sentence on standard error by then. */
export async function runProgram(program: Command, argv: string[]): Promise<number> {
  try {
    await program.parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.wrongUse;
    if (interrupted.aborted) return EXIT.interrupted;
    const { message, advice, exitCode } =
      error instanceof CliError ? error : { message: String(error), advice: undefined, exitCode: EXIT.failed };
    process.stderr.write(`${styled('red', 'error:', process.stderr)} ${printable(message)}\n`);
    if (advice) process.stderr.write(`${advice}\n`);
    return exitCode;
  }
}
