import { validateSync } from 'class-validator';
import { Command, Option } from 'commander';
import { readConfigFile } from './config-file.js';
import { ServerConfiguration } from './server-configuration.js';
import { type SettingOf, settingsOf } from './setting.js';

/**
 * The configuration from the flags, then the environment, then the defaults. `--help` and `--version` print and exit
 * with 0; a wrong value is one sentence on standard error and exit 2.
 */
export function readConfiguration(argv: string[], version: string): ServerConfiguration {
  const settings = settingsOf(ServerConfiguration);
  const defaults = new ServerConfiguration();
  const command = new Command('server')
    .description('Serves local language and embedding models over an OpenAI-compatible API.')
    .version(version)
    .allowExcessArguments(false)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  for (const setting of settings) command.addOption(toOption(setting, defaults));
  const values = command.parse(argv, { from: 'user' }).opts();

  const configuration = Object.assign(defaults, values);
  const [fault] = validateSync(configuration, { stopAtFirstError: true });
  const setting = settings.find(({ property }) => property === fault?.property);
  if (fault && setting) {
    const complaint = Object.values(fault.constraints ?? {})[0]
      ?.replace(fault.property, '')
      .trim();
    command.error(`error: ${setting.flag} (${setting.env}) ${complaint}, but it is ${JSON.stringify(fault.value)}`);
  }
  try {
    if (configuration.config !== undefined) configuration.file = readConfigFile(configuration.config);
  } catch (error) {
    command.error(`error: ${(error as Error).message}`);
  }
  return configuration;
}

function toOption({ property, type, flag, env, about }: SettingOf, defaults: ServerConfiguration): Option {
  const option = new Option(flag, about).env(env).default(defaults[property as keyof ServerConfiguration]);
  if (type === 'number') option.argParser(toNumber);
  // a list from the flag comes word by word, from the variable as one text; the default must not stay in front
  if (type === 'list')
    option.argParser<string[]>((text, before) => [
      ...(before === option.defaultValue ? [] : before),
      ...text.split(','),
    ]);
  return option;
}

/** What is no number stays as it is, so that the complaint can show it. */
function toNumber(text: string): number | string {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
