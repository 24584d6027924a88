import { readFileSync } from 'node:fs';
import type { Program } from '@predict-otron/service/configuration';
import type { EngineConfiguration } from './engine-configuration.js';
import { readEngineConfiguration } from './read-engine-configuration.js';

/** What serves with a configuration, in the version of its package. */
type Serve<Configuration> = (configuration: Configuration, version: string) => Promise<void>;

/**
 * A program that runs models. What serves is imported only once the configuration is read, so that `--help` and a wrong
 * flag are answered at once.
 * @param main `import.meta.url` of its `main.ts`
 */
export async function runProgram<Configuration extends EngineConfiguration>(
  main: string,
  program: Omit<Program<Configuration>, 'complete' | 'version'>,
  load: () => Promise<Serve<Configuration>>,
): Promise<void> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', main), 'utf8'));
  const configuration = readEngineConfiguration(process.argv.slice(2), { ...program, version });
  const serve = await load();
  await serve(configuration, version);
}
