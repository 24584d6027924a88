import { Command } from 'commander';
import { EXIT } from '../cli-error.js';
import { findingLine } from '../doctor/finding-line.js';
import { packageFindings } from '../plugin/package-findings.js';
import { packageOf } from '../plugin/package-of.js';
import { print } from './client-command.js';
import { jsonObject } from './json-object.js';

/** `otron plugin check`: fails where a server would not take the package. */
export function pluginCheckCommand(): Command {
  return new Command('check')
    .description('Look at a plugin’s package as a server would: manifest, imports, apiVersion, configuration')
    .argument('[path]', 'folder of the package', '.')
    .option('--config <json>', 'configuration to check against its schema', jsonObject, {})
    .option('--json', 'print JSON for programs')
    .action(async (path: string, { config, ...options }) => {
      const findings = await packageFindings(await packageOf(path), config);
      print(options, findings, () => findings.map(findingLine).join(''));
      if (findings.some(({ state }) => state === 'bad')) process.exitCode = EXIT.failed;
    });
}
