import { type Program, readConfiguration } from '@predict-otron/service/configuration';
import { readConfigFile } from './config-file.js';
import type { EngineConfiguration } from './engine-configuration.js';

/** The configuration of a process that runs models, with what its configuration file says. See `readConfiguration`. */
export function readEngineConfiguration<Configuration extends EngineConfiguration>(
  argv: string[],
  program: Omit<Program<Configuration>, 'complete'>,
): Configuration {
  return readConfiguration(argv, {
    ...program,
    complete: (configuration) => {
      if (configuration.config !== undefined) configuration.file = readConfigFile(configuration.config);
    },
  });
}
