import { PluginError } from '@predict-otron/plugin-sdk';
import { CountedChats } from './counted-chats.js';

const settled = () => new Promise(setImmediate);
const chat = (id: string) => JSON.stringify({ type: 'chat', id });

function setUp(limit: number) {
  let open = 0;
  const seen: string[] = [];
  const admit = () => async () => {
    if (open >= limit) throw new PluginError('RATE_LIMITED', 'Too many.', { retryAfterSeconds: 1 });
    open += 1;
    return () => {
      open -= 1;
    };
  };
  const connection = { tell: (text: string) => seen.push(text), pause: () => {}, resume: () => {} };
  const chats = new CountedChats(connection, admit);
  const send = (text: string) => chats.fromClient(text, () => seen.push(text));
  return { chats, send, seen, count: () => open };
}

it('passes on what may begin, in order, and answers the rest', async () => {
  const { chats, send, seen, count } = setUp(1);
  const cancel = JSON.stringify({ type: 'cancel', id: 'a' });
  for (const frame of ['no JSON', chat('a'), cancel, chat('b')]) send(frame);
  await settled();
  expect(seen.slice(0, 3)).toEqual(['no JSON', chat('a'), cancel]);
  expect(JSON.parse(seen[3] as string)).toMatchObject({ type: 'error', id: 'b', code: 'rate_limit_exceeded' });
  chats.fromEngine('{"id":"a","type":"delta","seq":2,"text":"\\"type\\":\\"end\\""}');
  expect(count()).toBe(1);
  chats.fromEngine('{"id":"a","type":"end","seq":3}');
  expect(count()).toBe(0);
});

it('knows one that an engine refuses from the one of that id that goes on', async () => {
  const { chats, send, count } = setUp(3);
  send(chat('a'));
  send(chat('a'));
  await settled();
  chats.fromEngine('{"id":"a","type":"error","code":"conflict"}');
  expect(count()).toBe(1);
  chats.fromEngine('{"id":"a","type":"error","seq":4}');
  expect(count()).toBe(0);
});

it('ends all when the connection closes, also what is about to begin', async () => {
  const { chats, send, count } = setUp(3);
  send(chat('a'));
  await settled();
  send(chat('b'));
  chats.close();
  await settled();
  expect(count()).toBe(0);
});
