import type { Command } from 'commander';
import { EXIT } from '../cli-error.js';
import { whileWaiting } from '../terminal/progress.js';
import { type ClientOptions, clientCommand, clientOf, print } from './client-command.js';

interface VerificationReport {
  ok: boolean;
  models: { id: string; intact: number; unknown: number; damaged: string[] }[];
}

/** `otron models verify`. */
export function verifyCommand(): Command {
  return clientCommand('verify', 'Compare the files of the store with their checksums')
    .argument('[id]', 'the model; all of them when absent')
    .action(async (model: string | undefined, options: ClientOptions) => {
      const body = model === undefined ? {} : { model };
      const asked = clientOf(options).json<VerificationReport>('POST', '/models/verify', body);
      const report = await whileWaiting('reading every file', asked);
      print(options, report, () => verificationText(report));
      if (!report.ok) process.exitCode = EXIT.failed;
    });
}

/** A line for each model. */
export function verificationText({ models }: VerificationReport): string {
  if (models.length === 0) return 'The store is empty.\n';
  return models
    .map(({ id, intact, unknown, damaged }) => {
      const counts = `${intact} files intact${unknown > 0 ? `, ${unknown} without a checksum` : ''}`;
      if (damaged.length === 0) return `${id}: ${counts}\n`;
      return `${id}: damaged: ${damaged.join(', ')}; ${counts}. Delete it with \`otron models rm\` and pull it again.\n`;
    })
    .join('');
}
