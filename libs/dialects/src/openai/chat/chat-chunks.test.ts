// Long because whole streams are written out.
import type { EndEvent, GenerationEvent, LogProbability, PromptEvent, TextDelta } from '@predict-otron/plugin-sdk';
import { PluginError } from '@predict-otron/plugin-sdk';
import { OpenAiEventStream } from '../event-stream.js';
import { ChatChunks } from './chat-chunks.js';
import type { ChatCompletionRequest } from './chat-completion-request.js';
import { WholeChatCompletion } from './whole-chat-completion.js';

const HEAD = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'tiny', systemFingerprint: 'fp_1' };
const BASE = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'tiny', system_fingerprint: 'fp_1' };
const PROMPT: PromptEvent = { type: 'prompt', tokens: 12, cachedTokens: 5, droppedTokens: 0 };

const request = (fields: Partial<ChatCompletionRequest> = {}): ChatCompletionRequest => ({
  model: 'default',
  messages: [],
  ...fields,
});

function text(piece: string, more: Partial<TextDelta> = {}): TextDelta {
  return { type: 'delta', index: 0, kind: 'text', text: piece, tokens: 1, ...more };
}

function call(argumentsDelta: string, more: object = {}): GenerationEvent {
  return { type: 'delta', index: 0, kind: 'tool-call', call: 0, argumentsDelta, tokens: 1, ...more };
}

function end(more: Partial<EndEvent> = {}): EndEvent {
  return {
    type: 'end',
    index: 0,
    finishReason: 'stop',
    usage: { promptTokens: 12, cachedTokens: 5, completionTokens: 2, reasoningTokens: 0 },
    timings: { queueMs: 0, promptMs: 1, generationMs: 2 },
    ...more,
  };
}

const PARIS: LogProbability = {
  token: 7,
  text: 'Paris',
  bytes: [80, 97, 114, 105, 115],
  logprob: -0.1,
  top: [
    { token: 7, text: 'Paris', bytes: [80, 97, 114, 105, 115], logprob: -0.1 },
    { token: 9, text: '\ufffd', bytes: [0xf0, 0x9f], logprob: Number.NEGATIVE_INFINITY },
  ],
};
const PARIS_ON_THE_WIRE = {
  token: 'Paris',
  bytes: [80, 97, 114, 105, 115],
  logprob: -0.1,
  top_logprobs: [
    { token: 'Paris', bytes: [80, 97, 114, 105, 115], logprob: -0.1 },
    { token: '\ufffd', bytes: [0xf0, 0x9f], logprob: -9999 },
  ],
};

function chunksOf(fields: Partial<ChatCompletionRequest>, events: GenerationEvent[]) {
  const chunks = new ChatChunks(HEAD, request(fields));
  return [...events.flatMap((event) => chunks.of(event)), ...chunks.finish()];
}

function whole(fields: Partial<ChatCompletionRequest>, events: GenerationEvent[]) {
  const answer = new WholeChatCompletion(HEAD, request(fields));
  for (const event of events) answer.add(event);
  return answer.finish();
}

const USAGE = {
  prompt_tokens: 12,
  completion_tokens: 2,
  total_tokens: 14,
  prompt_tokens_details: { cached_tokens: 5 },
  completion_tokens_details: { reasoning_tokens: 0 },
};

describe('ChatChunks', () => {
  it('sends the role, the deltas and the finish reason', () => {
    const events: GenerationEvent[] = [
      { type: 'queued', position: 1 },
      { type: 'loading', progress: 0.5 },
      PROMPT,
      text('Zü'),
      text('rich 🦉'),
      end(),
    ];
    const choice = { index: 0, logprobs: null, finish_reason: null };
    expect(chunksOf({}, events)).toEqual(
      [
        { ...choice, delta: { role: 'assistant', content: '' } },
        { ...choice, delta: { content: 'Zü' } },
        { ...choice, delta: { content: 'rich 🦉' } },
        { ...choice, delta: {}, finish_reason: 'stop' },
      ].map((one) => ({ ...BASE, object: 'chat.completion.chunk', choices: [one] })),
    );
  });

  it('sends the usage when asked, and null before it', () => {
    const chunks = chunksOf({ stream_options: { include_usage: true } }, [PROMPT, text('Hi'), end()]);
    expect(chunks.map(({ usage }) => usage)).toEqual([null, null, null, USAGE]);
    expect(chunks.at(-1)?.choices).toEqual([]);
  });

  it('counts the prompt once for several answers', () => {
    const events = [
      PROMPT,
      text('a'),
      text('b', { index: 1 }),
      end({ index: 1, finishReason: 'length' }),
      end({ usage: { promptTokens: 12, cachedTokens: 12, completionTokens: 7, reasoningTokens: 3 } }),
    ];
    const chunks = chunksOf({ n: 2, stream_options: { include_usage: true } }, events);
    expect(chunks.at(-1)?.usage).toEqual({
      ...USAGE,
      completion_tokens: 9,
      total_tokens: 21,
      completion_tokens_details: { reasoning_tokens: 3 },
    });
    expect(chunks.slice(0, -1).map(({ choices }) => [choices[0]?.index, choices[0]?.finish_reason])).toEqual([
      [0, null],
      [1, null],
      [0, null],
      [1, null],
      [1, 'length'],
      [0, 'stop'],
    ]);
  });

  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['tool-calls', 'tool_calls'],
  ] as const)('says %s as %s', (finishReason, expected) => {
    expect(chunksOf({}, [PROMPT, end({ finishReason })]).at(-1)?.choices[0]?.finish_reason).toBe(expected);
  });

  it('sends thoughts and calls of functions in fields of their own', () => {
    const events = [
      PROMPT,
      text('Hm.', { kind: 'reasoning' }),
      call('', { id: 'call_1', name: 'weather' }),
      call('{"city":'),
      call('"Paris"}'),
      call('{}', { call: 1, id: 'call_2', name: 'time' }),
      end({ finishReason: 'tool-calls' }),
    ];
    expect(chunksOf({}, events).map(({ choices }) => choices[0]?.delta)).toEqual([
      { role: 'assistant', content: '' },
      { reasoning_content: 'Hm.', reasoning: 'Hm.' },
      { tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'weather', arguments: '' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '"Paris"}' } }] },
      { tool_calls: [{ index: 1, id: 'call_2', type: 'function', function: { name: 'time', arguments: '{}' } }] },
      {},
    ]);
  });

  it('sends log probabilities with the text they belong to', () => {
    const chunks = chunksOf({ logprobs: true }, [PROMPT, text('Paris', { logprobs: [PARIS] }), end()]);
    expect(chunks.map(({ choices }) => choices[0]?.logprobs)).toEqual([
      null,
      { content: [PARIS_ON_THE_WIRE], refusal: null },
      null,
    ]);
  });

  it('sends measured times in the last chunk when asked', () => {
    const timings = { queueMs: 1.5, promptMs: 20, generationMs: 12 };
    const events = [PROMPT, end({ timings }), end({ index: 1, timings: { ...timings, queueMs: 4, generationMs: 6 } })];
    const expected = { queue_ms: 4, prompt_ms: 20, ms_per_token: 4.5, cached_tokens: 5 };
    expect(chunksOf({ n: 2, timings: true }, events).at(-1)).toMatchObject({ choices: [], timings: expected });
    expect(chunksOf({ n: 2, timings: true }, events).filter((chunk) => chunk.timings)).toHaveLength(1);
    expect(whole({ n: 2, timings: true }, events).timings).toEqual(expected);
    expect(whole({ n: 2 }, events).timings).toBeUndefined();
    const nothing = end({ usage: { promptTokens: 1, cachedTokens: 0, completionTokens: 0, reasoningTokens: 0 } });
    expect(whole({ timings: true }, [PROMPT, nothing]).timings?.ms_per_token).toBeNull();
  });

  it('says how many tokens were left out of the prompt and forgotten on the way', () => {
    const usage = { promptTokens: 12, cachedTokens: 5, completionTokens: 1, reasoningTokens: 0 };
    const events = [
      { ...PROMPT, droppedTokens: 7 },
      end({ usage: { ...usage, droppedTokens: 10 } }),
      end({ index: 1, usage: { ...usage, droppedTokens: 7 } }),
    ];
    expect(whole({ n: 2 }, events).usage.prompt_tokens_details).toEqual({ cached_tokens: 5, dropped_tokens: 10 });
  });

  it('puts warnings on the next chunk', () => {
    const chunks = chunksOf({}, [PROMPT, { type: 'warning', code: 'odd', message: 'Odd.' }, text('a'), end()]);
    expect(chunks.map(({ warnings }) => warnings)).toEqual([undefined, [{ code: 'odd', message: 'Odd.' }], undefined]);
  });

  it('sends a warning that comes last in a chunk of its own', () => {
    const chunks = chunksOf({}, [PROMPT, end(), { type: 'warning', code: 'odd', message: 'Odd.' }]);
    expect(chunks.at(-1)).toMatchObject({ choices: [], warnings: [{ code: 'odd', message: 'Odd.' }] });
  });

  it('does not pass over an answer without an end', () => {
    expect(() => chunksOf({ n: 2 }, [PROMPT, end()])).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});

describe('WholeChatCompletion', () => {
  it('is the sum of the deltas', () => {
    const events = [PROMPT, text('Zü'), text('rich 🦉'), end({ finishReason: 'length' })];
    expect(whole({ metadata: { purpose: 'test' } }, events)).toEqual({
      ...BASE,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Zürich 🦉', refusal: null },
          logprobs: null,
          finish_reason: 'length',
        },
      ],
      usage: USAGE,
      metadata: { purpose: 'test' },
    });
  });

  it('keeps several answers apart', () => {
    const events = [PROMPT, text('a'), text('x', { index: 1 }), text('b'), end(), end({ index: 1 })];
    expect(whole({ n: 2 }, events).choices.map(({ index, message }) => [index, message.content])).toEqual([
      [0, 'ab'],
      [1, 'x'],
    ]);
  });

  it('has thoughts, calls and warnings, and no text where there is none', () => {
    const events = [
      PROMPT,
      text('Hm', { kind: 'reasoning' }),
      text('.', { kind: 'reasoning' }),
      call('{"city":', { id: 'call_1', name: 'weather' }),
      call('"Paris"}'),
      { type: 'warning', code: 'odd', message: 'Odd.' } as const,
      end({ finishReason: 'tool-calls' }),
    ];
    const answer = whole({}, events);
    expect(answer.choices[0]?.message).toEqual({
      role: 'assistant',
      content: null,
      refusal: null,
      reasoning_content: 'Hm.',
      reasoning: 'Hm.',
      tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } }],
    });
    expect(answer.warnings).toEqual([{ code: 'odd', message: 'Odd.' }]);
  });

  it('has the log probabilities of the text when asked, even of an empty one', () => {
    const events = [PROMPT, text('Paris', { logprobs: [PARIS] }), text('Paris', { logprobs: [PARIS] }), end()];
    expect(whole({ logprobs: true }, events).choices[0]?.logprobs).toEqual({
      content: [PARIS_ON_THE_WIRE, PARIS_ON_THE_WIRE],
      refusal: null,
    });
    expect(whole({ logprobs: true }, [PROMPT, end()]).choices[0]?.logprobs).toEqual({ content: [], refusal: null });
    expect(whole({}, [PROMPT, end()]).choices[0]?.message.content).toBe('');
  });

  it('does not pass over an answer without an end', () => {
    expect(() => whole({}, [PROMPT, text('a')])).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});

describe('OpenAiEventStream', () => {
  const stream = () => new OpenAiEventStream(new ChatChunks(HEAD, request()));

  it('writes each chunk as one data line, whatever the text', () => {
    const written = stream().encode(text('a\n\ndata: [DONE]\r\n\u2028"🦉'));
    expect(written).toMatch(/^data: [^\n\r]+\n\n$/);
    expect(JSON.parse(written.slice('data: '.length)).choices[0].delta.content).toBe('a\n\ndata: [DONE]\r\n\u2028"🦉');
  });

  it('ends with [DONE], or with the error and without it', () => {
    const done = stream();
    done.encode(PROMPT);
    done.encode(end());
    expect(done.finish()).toBe('data: [DONE]\n\n');
    expect(stream().fail(new PluginError('ENGINE_CRASHED', 'The engine stopped.'))).toBe(
      'data: {"error":{"message":"The engine stopped.","type":"server_error","param":null,"code":"engine_crashed"}}\n\n',
    );
  });

  it.each<[string, GenerationEvent[], string]>([
    ['nothing yet', [], ': reading the prompt\n\n'],
    ['a place in the queue', [{ type: 'queued', position: 3 }], ': queued, place 3\n\n'],
    ['a load', [{ type: 'loading', progress: 0.427 }], ': loading the model, 42 %\n\n'],
    ['an answer', [{ type: 'queued', position: 1 }, PROMPT], ': generating\n\n'],
  ])('keeps the connection open with a comment on %s', (_, events, comment) => {
    const waiting = stream();
    for (const event of events) waiting.encode(event);
    expect(waiting.keepAlive()).toBe(comment);
  });
});
