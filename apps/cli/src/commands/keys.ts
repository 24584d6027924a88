import { addKey, type KeyFacts, listKeys, revokeKey, SCOPES, type Scope } from '@predict-otron/service/keys';
import { Argument, Command, Option } from 'commander';
import { CliError, wrongUse } from '../cli-error.js';
import { table } from '../terminal/table.js';
import { numberIn, print } from './client-command.js';

interface FileFlags {
  keysFile?: string;
  json?: boolean;
}

interface AddFlags extends FileFlags {
  scopes?: Scope[];
  expires?: string;
  quota?: string[];
  priority?: number;
}

/** `otron keys`: edits the file of hashed keys that a server reads. */
export function keysCommand(): Command {
  const keys = new Command('keys').description('Add, list and revoke the API keys of a keys file');
  const add = fileCommand('add', 'Make a key and print it, once')
    .addArgument(new Argument('<name>', 'stands in the log of the server'))
    .addOption(new Option('--scopes <scope...>', 'what it is for; all when absent').choices(SCOPES))
    .option('--expires <when>', 'a time, such as 2027-06-30, or from now: 90d, 12h')
    .option('--quota <limit...>', 'what it may use, such as requestsPerMinute=60')
    .option('--priority <0-9>', 'whose answers begin first when many wait; 0 when absent', numberIn(0, 9, true))
    .action((name: string, { scopes, expires, quota, priority, ...flags }: AddFlags) => {
      const until = expires === undefined ? {} : { expires: expiry(expires, Date.now()) };
      const urgent = priority === undefined ? {} : { priority };
      const key = told(() => addKey(fileOf(flags), { name, ...(scopes && { scopes }), ...until, quota, ...urgent }));
      print(flags, { name, key, ...(scopes && { scopes }), ...until, ...urgent }, () => `${key}\n`);
      if (!flags.json) process.stderr.write('Keep it: only its hash is in the file, and it is not shown again.\n');
    });
  const list = fileCommand('list', 'List the keys with their scopes, expiry and quotas').action((flags: FileFlags) => {
    const all = told(() => listKeys(fileOf(flags)));
    print(flags, all, () => table(['NAME', 'SCOPES', 'EXPIRES', 'PRIORITY', 'QUOTA'], all.map(row)));
  });
  const revoke = fileCommand('revoke', 'Take a key out of the file')
    .addArgument(new Argument('<name>', 'as it was added'))
    .action((name: string, flags: FileFlags) => {
      told(() => revokeKey(fileOf(flags), name));
      print(flags, { name, revoked: true }, () => `${name} is revoked.\n`);
    });
  return keys.addCommand(add).addCommand(list).addCommand(revoke);
}

function fileCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .addOption(new Option('--keys-file <file>', 'the file that the server reads').env('OTRON_KEYS_FILE'))
    .option('--json', 'print JSON for programs');
}

function fileOf({ keysFile }: FileFlags): string {
  if (keysFile) return keysFile;
  throw wrongUse('Give --keys-file, or set OTRON_KEYS_FILE.', 'Such as: otron keys list --keys-file keys.json');
}

/** A time in ISO 8601, from one or from a duration after `now`. Throws when it is neither, or past. */
export function expiry(text: string, now: number): string {
  const [, count, unit] = /^(\d{1,5})([dh])$/.exec(text) ?? [];
  const time = count === undefined ? Date.parse(text) : now + Number(count) * (unit === 'd' ? 86_400_000 : 3_600_000);
  if (time > now) return new Date(time).toISOString();
  throw wrongUse(`--expires ${text} is no time to come.`, 'Such as 2027-06-30, 2027-06-30T12:00:00Z, 90d or 12h.');
}

function row({ name, scopes, expires, expired, priority = 0, quota = {} }: KeyFacts): (string | number)[] {
  const limits = Object.entries(quota).map(([limit, most]) => `${limit}=${most}`);
  const until = expired ? `${expires} (expired)` : (expires ?? 'never');
  return [name, scopes.length === SCOPES.length ? 'all' : scopes.join(' '), until, priority, limits.join(' ')];
}

/** What cannot be used is a sentence for whoever typed it. */
function told<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof CliError ? error : new CliError((error as Error).message);
  }
}
