import { Command } from 'commander';
import { pluginCheckCommand } from './plugin-check.js';
import { pluginListCommand } from './plugin-list.js';
import { pluginNewCommand } from './plugin-new.js';
import { pluginTestCommand } from './plugin-test.js';

/** `otron plugin` with all that its author and its user need. */
export function pluginCommand(): Command {
  const plugin = new Command('plugin').description('Write, test and check plugins, and list those of a server');
  for (const create of [pluginNewCommand, pluginTestCommand, pluginCheckCommand, pluginListCommand])
    plugin.addCommand(create());
  return plugin;
}
