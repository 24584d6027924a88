import type { SettingOf } from './setting.js';

/** Values that nobody may read over a shoulder. */
const SECRET = /token|secret|api-?keys?\b/i;

/** A line for each setting: its flag, its value, and where that comes from. */
export function configurationText(
  settings: readonly SettingOf[],
  configuration: object,
  /** As commander tells it: `cli`, `env` or `default`. */
  sourceOf: (property: string) => string | undefined,
): string {
  const rows = settings.map(({ property, flag, env }) => {
    const [name = flag] = flag.split(' ');
    const value = configuration[property as keyof typeof configuration] as unknown;
    const source = { cli: 'flag', env: `variable ${env}` }[sourceOf(property) ?? ''] ?? 'default';
    return [name, value === undefined ? 'not set' : SECRET.test(name) ? '***' : JSON.stringify(value), source];
  });
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(([name, value, source]) => `${name?.padEnd(widths[0] ?? 0)}  ${value?.padEnd(widths[1] ?? 0)}  ${source}\n`)
    .join('');
}
