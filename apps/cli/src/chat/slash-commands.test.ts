import { ChatStats } from './chat-stats.js';
import { Conversation } from './conversation.js';
import { CHAT_HELP, runSlashCommand } from './slash-commands.js';

const state = () => ({
  conversation: new Conversation('a'),
  stats: new ChatStats(),
  listModels: () => Promise.resolve(['a', 'b']),
});

it.each([
  ['/model', 'a; there are a, b'],
  ['/system', 'There are no instructions.'],
  ['/stats', 'There was no answer yet.'],
  ['/help', CHAT_HELP],
  ['/exit', undefined],
  ['/bye', undefined],
])('answers %s with %j', async (line, expected) => {
  expect(await runSlashCommand(line, state())).toBe(expected);
});

it.each(['/nope', '/', '/constructor', '/model c', '/save', '/load', '/load /does/not/exist'])(
  'refuses %s',
  async (line) => {
    await expect(runSlashCommand(line, state())).rejects.toMatchObject({ name: 'CliError' });
  },
);

it('changes the conversation', async () => {
  const chat = state();
  chat.conversation.turns.push({ role: 'user', content: 'x' });
  await runSlashCommand('/model b', chat);
  await runSlashCommand('/system Be brief.\nAlways.', chat);
  await runSlashCommand('/clear', chat);
  expect(chat.conversation).toMatchObject({ model: 'b', system: 'Be brief.\nAlways.', turns: [] });
});
