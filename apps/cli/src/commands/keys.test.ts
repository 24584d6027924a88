import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Command } from 'commander';
import { runProgram } from '../run-program.js';
import { expiry, keysCommand } from './keys.js';

const folder = mkdtempSync(join(tmpdir(), 'otron-keys-'));
const file = join(folder, 'keys.json');
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => jest.restoreAllMocks());

async function keys(...args: string[]) {
  let output = '';
  let errors = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += text;
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += text;
    return true;
  });
  const command = keysCommand();
  for (const below of command.commands) below.exitOverride();
  const code = await runProgram(new Command().addCommand(command), ['keys', ...args]);
  jest.restoreAllMocks();
  return { code, output, errors };
}

it('adds a key, lists it without the key, and revokes it', async () => {
  const at = ['--keys-file', file];
  const added = await keys(
    'add',
    'bot',
    '--scopes',
    'chat',
    'models:read',
    '--expires',
    '90d',
    '--priority',
    '4',
    ...at,
  );
  expect(added).toMatchObject({ code: 0, output: expect.stringMatching(/^sk-[0-9a-f]{64}\n$/) });
  expect(readFileSync(file, 'utf8')).not.toContain(added.output.trim());
  expect((await keys('list', ...at)).output).toMatch(/^NAME.*\nbot +chat models:read +20\S+Z +4\n$/);
  const json = JSON.parse((await keys('list', '--json', ...at)).output);
  expect(json).toEqual([
    { name: 'bot', scopes: ['chat', 'models:read'], expires: expect.any(String), priority: 4, expired: false },
  ]);
  expect(await keys('revoke', 'bot', ...at)).toMatchObject({ code: 0, output: 'bot is revoked.\n' });
  expect(await keys('revoke', 'bot', ...at)).toMatchObject({ code: 1, errors: expect.stringContaining('"bot"') });
});

it('prints a key for programs', async () => {
  const { output } = await keys('add', 'program', '--json', '--keys-file', file);
  expect(JSON.parse(output)).toEqual({ name: 'program', key: expect.stringMatching(/^sk-/) });
});

it.each([
  [['list'], /--keys-file/],
  [['add', 'x', '--scopes', 'all', '--keys-file', file], /Allowed choices are chat/],
  [['add', 'x', '--expires', 'soon', '--keys-file', file], /no time to come/],
  [['add', 'x', '--expires', '2000-01-01', '--keys-file', file], /no time to come/],
])('does not take %j', async (args, message) => {
  expect(await keys(...args)).toMatchObject({ code: 2, errors: expect.stringMatching(message) });
});

it('reads days and hours from now', () => {
  expect(expiry('2d', 0)).toBe('1970-01-03T00:00:00.000Z');
  expect(expiry('3h', 0)).toBe('1970-01-01T03:00:00.000Z');
});
