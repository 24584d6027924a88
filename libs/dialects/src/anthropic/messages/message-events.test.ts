import { createHash } from 'node:crypto';
import type { EndEvent, GenerationEvent } from '@predict-otron/plugin-sdk';
import { PluginError } from '@predict-otron/plugin-sdk';
import { MessageEventStream } from './message-event-stream.js';
import { MessageEvents } from './message-events.js';
import { WholeMessage } from './whole-message.js';

const HEAD = { id: 'msg_1', model: 'tiny' };
const PROMPT: GenerationEvent = { type: 'prompt', tokens: 12, cachedTokens: 5, droppedTokens: 0 };
const USAGE = {
  input_tokens: 7,
  cache_read_input_tokens: 5,
  cache_creation_input_tokens: 0,
  output_tokens: 4,
  output_tokens_details: { thinking_tokens: 1 },
};
const WARNING: GenerationEvent = { type: 'warning', code: 'odd', message: 'Odd.' };

const text = (piece: string, kind: 'text' | 'reasoning' = 'text'): GenerationEvent => ({
  type: 'delta',
  index: 0,
  kind,
  text: piece,
  tokens: 1,
});
const call = (argumentsDelta: string, more: object = {}): GenerationEvent => ({
  type: 'delta',
  index: 0,
  kind: 'tool-call',
  call: 0,
  argumentsDelta,
  tokens: 1,
  ...more,
});
const end = (more: Partial<EndEvent> = {}): EndEvent => ({
  type: 'end',
  index: 0,
  finishReason: 'stop',
  usage: { promptTokens: 12, cachedTokens: 5, completionTokens: 4, reasoningTokens: 1 },
  timings: { queueMs: 0, promptMs: 1, generationMs: 2 },
  ...more,
});

const streamed = (events: GenerationEvent[]) => {
  const message = new MessageEvents(HEAD);
  return [...events.flatMap((event) => message.of(event)), ...message.finish()];
};
const whole = (events: GenerationEvent[]) => {
  const message = new WholeMessage(HEAD);
  for (const event of events) message.add(event);
  return message.finish();
};

describe('MessageEvents', () => {
  it('starts, writes a block, says why it ended, and stops', () => {
    const waits: GenerationEvent[] = [
      { type: 'queued', position: 1 },
      { type: 'loading', progress: 0.5 },
    ];
    expect(streamed([...waits, PROMPT, text('Zü'), text('rich 🦉'), end()])).toEqual([
      {
        type: 'message_start',
        message: {
          ...HEAD,
          type: 'message',
          role: 'assistant',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { ...USAGE, output_tokens: 0, output_tokens_details: { thinking_tokens: 0 } },
        },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '', citations: null } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Zü' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'rich 🦉' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: USAGE },
      { type: 'message_stop' },
    ]);
  });

  it('writes thoughts, text and each call in a block of its own, one after the other', () => {
    const events = streamed([
      PROMPT,
      text('Hm', 'reasoning'),
      text('.', 'reasoning'),
      text('See: '),
      call('', { id: 'c1', name: 'weather' }),
      call('{"city":"Paris"}'),
      call('{}', { call: 1, id: 'c2', name: 'time' }),
      end({ finishReason: 'tool-calls' }),
    ]);
    const signature = createHash('sha256').update('Hm.').digest('base64');
    expect(events.slice(1, -2)).toEqual([
      { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: '.' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature } },
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '', citations: null } },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'See: ' } },
      { type: 'content_block_stop', index: 1 },
      {
        type: 'content_block_start',
        index: 2,
        content_block: { type: 'tool_use', id: 'c1', name: 'weather', input: {} },
      },
      { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '' } },
      { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{"city":"Paris"}' } },
      { type: 'content_block_stop', index: 2 },
      { type: 'content_block_start', index: 3, content_block: { type: 'tool_use', id: 'c2', name: 'time', input: {} } },
      { type: 'content_block_delta', index: 3, delta: { type: 'input_json_delta', partial_json: '{}' } },
      { type: 'content_block_stop', index: 3 },
    ]);
    expect(events.at(-2)).toMatchObject({ delta: { stop_reason: 'tool_use' } });
  });

  it.each<[Partial<EndEvent>, string, string | null]>([
    [{}, 'end_turn', null],
    [{ finishReason: 'length' }, 'max_tokens', null],
    [{ stopString: 'END' }, 'stop_sequence', 'END'],
    [{ finishReason: 'tool-calls' }, 'tool_use', null],
  ])('says %j as %s', (more, stop_reason, stop_sequence) => {
    expect(streamed([PROMPT, end(more)]).at(-2)).toMatchObject({ delta: { stop_reason, stop_sequence } });
  });

  it('has warnings at the end, also one that comes last', () => {
    expect(streamed([PROMPT, WARNING, end(), WARNING]).at(-2)).toMatchObject({
      warnings: [
        { code: 'odd', message: 'Odd.' },
        { code: 'odd', message: 'Odd.' },
      ],
    });
  });

  it('does not pass over an answer without an end', () => {
    expect(() => streamed([PROMPT, text('a')])).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});

describe('WholeMessage', () => {
  it('is the sum of the events', () => {
    const message = whole([
      PROMPT,
      text('Hm.', 'reasoning'),
      text('Zü'),
      text('rich 🦉'),
      call('{"city":', { id: 'c1', name: 'weather' }),
      call('"Paris"}'),
      call('', { call: 1, id: 'c2', name: 'time' }),
      WARNING,
      end({ finishReason: 'tool-calls' }),
    ]);
    expect(message).toEqual({
      ...HEAD,
      type: 'message',
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Hm.', signature: createHash('sha256').update('Hm.').digest('base64') },
        { type: 'text', text: 'Zürich 🦉', citations: null },
        { type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Paris' } },
        { type: 'tool_use', id: 'c2', name: 'time', input: {} },
      ],
      stop_reason: 'tool_use',
      stop_sequence: null,
      usage: USAGE,
      warnings: [{ code: 'odd', message: 'Odd.' }],
    });
  });

  it.each(['{"city":"Pa', '[1]', 'null'])('keeps the arguments %s of a call as text', (piece) => {
    const message = whole([PROMPT, call(piece, { id: 'c1', name: 'weather' }), end({ finishReason: 'length' })]);
    expect(message).toMatchObject({
      content: [{ type: 'text', text: piece }],
      stop_reason: 'max_tokens',
      warnings: [{ code: 'tool_call_unparsed' }],
    });
  });

  it('has no content where there is none', () => {
    expect(whole([PROMPT, end()]).content).toEqual([]);
  });

  it('does not pass over an answer without an end', () => {
    expect(() => whole([PROMPT, text('a')])).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});

describe('MessageEventStream', () => {
  const stream = () => new MessageEventStream(new MessageEvents(HEAD), 'req_1');

  it('names each event, whatever the text', () => {
    const written = stream().encode(text('a\n\nevent: x\r\n\u2028'));
    expect(written.split('\n\n').slice(0, -1)).toEqual([
      expect.stringMatching(/^event: content_block_start\ndata: [^\n\r]+$/),
      expect.stringMatching(/^event: content_block_delta\ndata: [^\n\r]+$/),
    ]);
  });

  it('keeps the connection open with pings, and ends with the error', () => {
    expect(stream().keepAlive()).toBe('event: ping\ndata: {"type":"ping"}\n\n');
    expect(stream().fail(new PluginError('ENGINE_CRASHED', 'The engine stopped.'))).toBe(
      'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"The engine stopped."},"request_id":"req_1"}\n\n',
    );
  });
});
