import { ChatError, type ChatEvent } from '../../../src/shared/chat-event.js';
import type { Message } from '../conversation/message.js';
import { runAnswer } from './run-answer.js';

const request = { model: 'm', messages: [], stream: true as const };
const end: ChatEvent = {
  type: 'end',
  stats: { promptTokens: 1, cachedTokens: 0, completionTokens: 1, firstTokenMs: 1, finishReason: 'stop' },
};
const lost = new ChatError('Lost.', 'connection_lost', true);

/** Runs an answer of which each try gives events and then perhaps an error; returns the message and its changes. */
async function run(tries: (ChatEvent | Error)[][], back: boolean | (() => Promise<boolean>) = true) {
  const control = new AbortController();
  const changes: Partial<Message>[] = [];
  let message: Partial<Message> = { text: '', state: 'writing' };
  async function* ask() {
    for (const step of tries.shift() ?? []) {
      if (step instanceof Error) throw step;
      yield step;
    }
  }
  await runAnswer(request, {
    ask,
    signal: control.signal,
    update: (change) => {
      changes.push(change);
      message = { ...message, ...change };
    },
    serverIsBack: async () => (typeof back === 'function' ? back() : back),
  });
  return { message, changes };
}

describe('runAnswer', () => {
  it('writes text and thoughts, and ends with what is known of it', async () => {
    const { message } = await run([
      [{ type: 'reasoning', text: 'Hm' }, { type: 'text', text: 'A' }, { type: 'text', text: 'b' }, end],
    ]);
    expect(message).toMatchObject({ text: 'Ab', reasoning: 'Hm', state: 'whole', stats: { completionTokens: 1 } });
  });

  it('tells what it waits for', async () => {
    const { message, changes } = await run([
      [{ type: 'queued', position: 2 }, { type: 'loading', progress: 0.5 }, { type: 'text', text: 'A' }, end],
    ]);
    expect(changes.map(({ waiting }) => waiting).slice(0, 2)).toEqual(['Number 2 in line…', 'Loading the model…']);
    expect(message.waiting).toBeUndefined();
  });

  it('keeps what came while the server is away, then begins anew', async () => {
    const { message, changes } = await run([
      [{ type: 'text', text: 'Half' }, lost],
      [{ type: 'text', text: 'Whole' }, end],
    ]);
    expect(changes).toContainEqual({ waiting: 'Lost. Trying again…' });
    expect(changes.filter(({ text }) => text === '')).toEqual([]);
    expect(message).toMatchObject({ text: 'Whole', state: 'whole', waiting: undefined });
  });

  it('fails when the server does not come back, with what it has', async () => {
    const { message } = await run([[{ type: 'text', text: 'Half' }, lost]], false);
    expect(message).toMatchObject({ text: 'Half', state: 'failed', error: 'Lost.', waiting: undefined });
  });

  it('says so when the server is back but wants a key', async () => {
    const wantsKey = () => Promise.reject(new ChatError('No.', 'invalid_api_key', false));
    const { message } = await run([[{ type: 'text', text: 'Half' }, lost], [end]], wantsKey);
    expect(message).toMatchObject({ state: 'failed', error: 'You are logged out.', errorCode: 'invalid_api_key' });
  });

  it('gives up after some tries', async () => {
    const { message } = await run([[lost], [lost], [lost], [lost], [end]]);
    expect(message).toMatchObject({ state: 'failed', error: 'Lost.' });
  });

  it('does not try again what cannot succeed', async () => {
    const { message } = await run([[new ChatError('Too long.', 'context_length_exceeded', false)], [end]]);
    expect(message).toMatchObject({ state: 'failed', error: 'Too long.' });
  });

  it('is stopped by its signal, without an error', async () => {
    const control = new AbortController();
    let message: Partial<Message> = {};
    async function* ask(): AsyncGenerator<ChatEvent> {
      yield { type: 'text', text: 'A' };
      control.abort();
      throw new Error('aborted');
    }
    await runAnswer(request, {
      ask,
      signal: control.signal,
      update: (change) => {
        message = { ...message, ...change };
      },
      serverIsBack: async () => true,
    });
    expect(message).toMatchObject({ text: 'A', state: 'stopped' });
    expect(message.error).toBeUndefined();
  });
});
