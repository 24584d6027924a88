/** What a script can tell from how `otron` ended. */
export const EXIT = { ok: 0, failed: 1, wrongUse: 2, unreachable: 3, interrupted: 130 } as const;

/** Something that a person is told in a sentence, without a stack. */
export class CliError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
    /** What to do about it, as a sentence. */
    readonly advice?: string,
  ) {
    super(message);
    this.name = 'CliError';
  }
}

/** A flag or an argument that cannot be used. */
export const wrongUse = (message: string, advice?: string) => new CliError(message, EXIT.wrongUse, advice);
