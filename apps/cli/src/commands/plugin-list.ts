import type { Command } from 'commander';
import { table } from '../terminal/table.js';
import { type ClientOptions, clientCommand, clientOf, print } from './client-command.js';

interface PluginStatus {
  name: string;
  version: string;
  state: string;
  reason?: string;
  contributions: Record<string, string[]>;
  health: { status: string; detail?: string };
}

/** `otron plugin list`. */
export function pluginListCommand(): Command {
  return clientCommand('list', 'List the plugins of the server').action(async (options: ClientOptions) => {
    const answer = await clientOf(options).json<{ plugins: PluginStatus[] }>('GET', '/admin/plugins');
    print(options, answer, () => table(['PLUGIN', 'VERSION', 'STATE', 'PARTS', 'NOTE'], answer.plugins.map(row)));
  });
}

function row({ name, version, state, reason, contributions, health }: PluginStatus): string[] {
  const parts = Object.entries(contributions).flatMap(([kind, names]) =>
    names.length > 0 ? `${kind} ${names.join(', ')}` : [],
  );
  const how = state === 'ready' && health.status !== 'up' ? health.status : state;
  return [name, version, how, parts.join('; '), reason ?? health.detail ?? ''];
}
