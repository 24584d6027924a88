import type { Command } from 'commander';
import { bytes } from '../terminal/quantities.js';
import { table } from '../terminal/table.js';
import { type ClientOptions, clientCommand, clientOf, print } from './client-command.js';
import { type ModelStatus, memoryOf } from './model-status.js';

/** `otron ps`. */
export function psCommand(): Command {
  return clientCommand('ps', 'Show the models in memory and what they do').action(async (options: ClientOptions) => {
    const client = clientOf(options);
    const [{ data }, slots] = await Promise.all([
      client.json<{ data: ModelStatus[] }>('GET', '/models'),
      client.json<{ running: number; queued: number }>('GET', '/admin/slots'),
    ]);
    const models = data.filter(({ state }) => state === 'loaded' || state === 'loading');
    print(options, { models, slots }, () => {
      const rows = models.map((it) => [it.id, it.kind, it.state, bytes(memoryOf(it)), it.users]);
      return `${table(['MODEL', 'KIND', 'STATE', 'MEMORY', 'ANSWERING'], rows)}${slots.running} answers run, ${slots.queued} wait\n`;
    });
  });
}
