import type { Command } from 'commander';
import { CliError, EXIT } from '../cli-error.js';
import { Progress } from '../terminal/progress.js';
import { bytes, duration } from '../terminal/quantities.js';
import { type ClientOptions, clientCommand, clientOf, print } from './client-command.js';

/** A pull, as the server tells of it. */
export interface PullJob {
  status: 'running' | 'succeeded' | 'failed' | 'cancelled';
  phase: string;
  completed_bytes: number;
  total_bytes: number;
  bytes_per_second: number;
  eta_seconds?: number;
  model_id?: string;
  cached?: boolean;
  warning?: string;
  error?: { code: string; message: string };
}

/** `otron models pull`. */
export function pullCommand(): Command {
  return clientCommand('pull', 'Fetch a model; Ctrl+C stops, and the next pull goes on from there')
    .argument('<reference>', 'hf:owner/name, hf:owner/name:Q4_K_M, an https address, or a name of docs/models.md')
    .action(async (model: string, options: ClientOptions) => {
      const progress = new Progress();
      let last: PullJob | undefined;
      try {
        for await (const { data } of clientOf(options).events('POST', '/models/pull', { model })) {
          if (data === undefined) continue;
          last = JSON.parse(data) as PullJob;
          progress.show(last.total_bytes > 0 ? last.completed_bytes / last.total_bytes : undefined, pullLine(last));
        }
      } finally {
        progress.clear();
      }
      if (last?.status !== 'succeeded') {
        if (last?.error) throw new CliError(last.error.message);
        throw new CliError(
          `The pull of ${model} ended early.`,
          EXIT.failed,
          'Pull again: it goes on from where it was.',
        );
      }
      const done = last;
      print(options, done, () => `${done.model_id} is here${done.cached ? ' already' : ''}.\n`);
      if (done.warning) process.stderr.write(`${done.warning}\n`);
    });
}

/** What is written beside the bar. */
export function pullLine(job: PullJob): string {
  if (job.phase !== 'downloading') return job.phase;
  const parts = [`${bytes(job.completed_bytes)} of ${bytes(job.total_bytes)}`];
  if (job.bytes_per_second > 0) parts.push(`${bytes(job.bytes_per_second)}/s`);
  if (job.eta_seconds !== undefined) parts.push(`${duration(job.eta_seconds)} left`);
  return parts.join(', ');
}
