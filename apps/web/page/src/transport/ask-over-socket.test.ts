import type { ChatEvent } from '../../../src/shared/chat-event.js';
import { askOverSocket } from './ask-over-socket.js';
import type { ChatSocket, SocketEvent } from './chat-socket.js';

const request = { model: 'm', messages: [], stream: true as const };
const usage = {
  prompt_tokens: 3,
  completion_tokens: 2,
  prompt_tokens_details: { cached_tokens: 1, dropped_tokens: 4 },
};

type Frame = Record<string, unknown> & { id: string };

/** A socket whose server answers each frame with events, or loses the connection. */
class FakeSocket {
  readonly sent: Frame[] = [];
  private listener?: (event: SocketEvent | 'lost') => void;

  constructor(private readonly answers: ((frame: Frame) => (object | 'lost')[] | Error)[]) {}

  async send(frame: Frame) {
    this.sent.push(frame);
    const answer = this.answers.shift()?.(frame) ?? [];
    if (answer instanceof Error) throw answer;
    for (const event of answer)
      this.listener?.(event === 'lost' ? event : ({ id: frame.id, ...(event as object) } as SocketEvent));
  }

  listen(_id: string, listener: (event: SocketEvent | 'lost') => void) {
    this.listener = listener;
    return () => {
      this.listener = undefined;
    };
  }
}

async function run(socket: FakeSocket, control = new AbortController(), onEvent?: () => void): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const event of askOverSocket(socket as unknown as ChatSocket)(request, control.signal)) {
    events.push(event);
    onEvent?.();
  }
  return events;
}

const accepted = { type: 'accepted', seq: 1, stream: 's1' };
const text = (seq: number, text: string) => ({ type: 'delta', seq, kind: 'text', text });
const ends = (seq: number) => [
  { type: 'usage', seq, usage },
  { type: 'end', seq: seq + 1, finish_reasons: ['stop'] },
];

describe('askOverSocket', () => {
  it('asks for a resumable stream and maps its events', async () => {
    const waits = [
      { type: 'queued', position: 2 },
      { type: 'loading', progress: 0.5 },
    ];
    const socket = new FakeSocket([() => [accepted, ...waits, text(2, 'A'), ...ends(3)]]);
    const events = await run(socket);
    expect(socket.sent[0]).toMatchObject({ type: 'chat', resumable: true, model: 'm' });
    expect(events).toEqual([
      { type: 'queued', position: 2 },
      { type: 'loading', progress: 0.5 },
      { type: 'text', text: 'A' },
      { type: 'warning', message: 'The 4 oldest tokens no longer fit and were left out.' },
      {
        type: 'end',
        stats: expect.objectContaining({ promptTokens: 3, cachedTokens: 1, completionTokens: 2, finishReason: 'stop' }),
      },
    ]);
  });

  it('goes on after the last event that it saw', async () => {
    const socket = new FakeSocket([() => [accepted, text(2, 'A'), 'lost'], () => [text(3, 'B'), ...ends(4)]]);
    const events = await run(socket);
    expect(socket.sent[1]).toMatchObject({ type: 'resume', stream: 's1', after: 2, id: socket.sent[0]?.id });
    expect(events.flatMap((event) => (event.type === 'text' ? [event.text] : []))).toEqual(['A', 'B']);
  });

  it.each<[string, ConstructorParameters<typeof FakeSocket>[0]]>([
    ['the stream is gone', [() => [accepted, 'lost'], () => [{ type: 'error', code: 'not_found', message: 'Gone.' }]]],
    ['there is no connection any more', [() => [accepted, 'lost'], () => new Error('refused')]],
    ['nothing was accepted yet', [() => ['lost']]],
  ])('is lost for now when %s', async (_, answers) => {
    await expect(run(new FakeSocket(answers))).rejects.toMatchObject({ code: 'connection_lost', passing: true });
  });

  it('passes on what the server refuses', async () => {
    const refused = new FakeSocket([() => [{ type: 'error', code: 'context_length_exceeded', message: 'Too long.' }]]);
    await expect(run(refused)).rejects.toMatchObject({ message: 'Too long.', passing: false });
    const busy = new FakeSocket([() => [{ type: 'error', code: 'overloaded', message: 'Busy.' }]]);
    await expect(run(busy)).rejects.toMatchObject({ passing: true });
  });

  it('cancels when its signal aborts', async () => {
    const socket = new FakeSocket([() => [accepted, text(2, 'A')]]);
    const control = new AbortController();
    await expect(run(socket, control, () => control.abort())).rejects.toThrow();
    expect(socket.sent[1]).toEqual({ type: 'cancel', id: socket.sent[0]?.id });
  });
});
