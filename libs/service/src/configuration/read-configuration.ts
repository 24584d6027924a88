import { validateSync } from 'class-validator';
import { Command, Option } from 'commander';
import { configurationText } from './configuration-text.js';
import { type SettingOf, settingsOf } from './setting.js';

/** A program as `--help` and `--version` tell of it. */
export interface Program<Configuration extends object> {
  name: string;
  description: string;
  version: string;
  /** Its settings; an instance has the defaults. */
  configuration: new () => Configuration;
  /** Properties that this program has no use for: their flags are unknown to it, their variables are not read. */
  without?: readonly (keyof Configuration)[];
  /** Completes what was read, such as with a file; what it throws is told like a wrong value. */
  complete?(configuration: Configuration): void;
}

/**
 * The configuration from the flags, then the environment, then the defaults. `--help` and `--version` print and exit
 * with 0, `--print-config` too; a wrong value is one sentence on standard error and exit 2.
 */
export function readConfiguration<Configuration extends object>(
  argv: string[],
  program: Program<Configuration>,
): Configuration {
  const left = program.without?.map(String) ?? [];
  const settings = settingsOf(program.configuration).filter(({ property }) => !left.includes(property));
  const defaults = new program.configuration();
  const command = new Command(program.name)
    .description(program.description)
    .version(program.version)
    .allowExcessArguments(false)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  for (const setting of settings) command.addOption(toOption(setting, defaults));
  command.option('--print-config', 'print each setting and where its value comes from, and exit');
  const { printConfig, ...values } = command.parse(argv, { from: 'user' }).opts();
  // commander takes any value of the variable of such a flag for yes
  for (const { type, property, env } of settings)
    if (type === 'boolean' && command.getOptionValueSource(property) === 'env') values[property] = isYes(env);

  const configuration = Object.assign(defaults, values);
  const [fault] = validateSync(configuration, { stopAtFirstError: true });
  const setting = settings.find(({ property }) => property === fault?.property);
  if (fault && setting) {
    const complaint = Object.values(fault.constraints ?? {})[0]
      ?.replace(fault.property, '')
      .trim();
    const shown = setting.secret ? '' : `, but it is ${JSON.stringify(fault.value)}`;
    command.error(`error: ${setting.flag} (${setting.env}) ${complaint}${shown}`);
  }
  try {
    program.complete?.(configuration);
  } catch (error) {
    command.error(`error: ${(error as Error).message}`);
  }
  if (printConfig) {
    process.stdout.write(configurationText(settings, configuration, (name) => command.getOptionValueSource(name)));
    process.exit(0);
  }
  return configuration;
}

function toOption({ property, type, flag, env, about }: SettingOf, defaults: object): Option {
  const option = new Option(flag, about).env(env).default(defaults[property as keyof typeof defaults]);
  if (type === 'number') option.argParser(toNumber);
  // a list from the flag comes word by word, from the variable as one text; the default must not stay in front
  if (type === 'list')
    option.argParser<string[]>((text, before) => [...(before === option.defaultValue ? [] : before), ...words(text)]);
  return option;
}

/** What is neither yes nor no stays as it is, so that the complaint can show it. */
function isYes(variable: string): boolean | string {
  const text = process.env[variable] ?? '';
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  return /^(0|false|no|off|)$/i.test(text) ? false : text;
}

function words(list: string): string[] {
  const all = list.split(',').map((word) => word.trim());
  return all.filter((word) => word !== '');
}

/** What is no number stays as it is, so that the complaint can show it. */
function toNumber(text: string): number | string {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
