import { newestLeafUnder, pathTo, siblingsOf } from './branches.js';
import { type Message, newMessage } from './message.js';

const message = (id: string, parent: string | null, role: Message['role'], createdAt: number) =>
  newMessage({ id, conversation: 'c', parent, role, text: id }, createdAt);

const messages = Object.fromEntries(
  [
    message('q1', null, 'user', 1),
    message('a1', 'q1', 'assistant', 2),
    message('q2', 'a1', 'user', 3),
    message('a2', 'q2', 'assistant', 4),
    message('a1b', 'q1', 'assistant', 5),
    message('q1b', null, 'user', 6),
  ].map((one) => [one.id, one]),
);

const ids = (list: Message[]) => list.map(({ id }) => id);

describe('branches', () => {
  it('follows a leaf back to the first message', () => {
    expect(ids(pathTo(messages, 'a2'))).toEqual(['q1', 'a1', 'q2', 'a2']);
    expect(pathTo(messages, null)).toEqual([]);
    expect(pathTo(messages, 'gone')).toEqual([]);
  });

  it('knows the branches of a message, first messages too', () => {
    expect(ids(siblingsOf(messages, messages.a1 as Message))).toEqual(['a1', 'a1b']);
    expect(ids(siblingsOf(messages, messages.q1b as Message))).toEqual(['q1', 'q1b']);
  });

  it('goes to the newest end under a message', () => {
    expect(newestLeafUnder(messages, 'a1')).toBe('a2');
    expect(newestLeafUnder(messages, 'q1')).toBe('a1b');
    expect(newestLeafUnder(messages, 'a1b')).toBe('a1b');
  });
});
