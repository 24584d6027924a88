import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Conversation } from './conversation.js';

const folder = mkdtempSync(join(tmpdir(), 'otron-chat-'));
const file = join(folder, 'chat.json');
afterAll(() => rmSync(folder, { recursive: true }));

it('comes back from a file as it was', () => {
  const conversation = new Conversation('m');
  conversation.system = 'Be brief.';
  conversation.turns.push({ role: 'user', content: 'hi' }, { role: 'assistant', content: 'ho' });
  conversation.save(file);
  expect(statSync(file).mode & 0o077).toBe(0);
  const other = new Conversation('other');
  other.load(file);
  expect(other).toEqual(conversation);
});

it.each([
  '{',
  '{}',
  'null',
  '{"model":"m","messages":[{"role":"tool","content":"x"}]}',
  '{"model":"m","messages":[null]}',
])('stays as it is when the file has %s', (text) => {
  writeFileSync(file, text);
  const conversation = new Conversation('m');
  expect(() => conversation.load(file)).toThrow(expect.objectContaining({ name: 'CliError' }));
  expect(conversation).toEqual(new Conversation('m'));
});
