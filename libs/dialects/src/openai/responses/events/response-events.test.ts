// Long because whole streams of events are written out.
import type { EndEvent, GenerationEvent, LogProbability, PromptEvent, TextDelta } from '@predict-otron/plugin-sdk';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { Responses } from 'openai/resources/responses/responses';
import { validateRequest } from '../../../validation/validate-request.js';
import type { ResponseHead } from '../answer/new-response.js';
import type { OpenAiResponse } from '../answer/open-ai-response.js';
import { WholeResponse } from '../answer/whole-response.js';
import { ResponseRequest } from '../request/response-request.js';
import { ResponseEventStream } from './response-event-stream.js';
import { ResponseEvents } from './response-events.js';
import type { ResponseStreamEvent } from './response-stream-event.js';

const HEAD: ResponseHead = {
  id: 'resp_1',
  created: 1_700_000_000,
  model: 'tiny',
  defaults: { temperature: 0.8, topP: 1 },
};
const PROMPT: PromptEvent = { type: 'prompt', tokens: 12, cachedTokens: 5, droppedTokens: 0 };
const TOOL = { type: 'function', name: 'weather', parameters: { type: 'object' } };

function piece(text: string, more: Partial<TextDelta> = {}): TextDelta {
  return { type: 'delta', index: 0, kind: 'text', text, tokens: 1, ...more };
}

const thought = (text: string) => piece(text, { kind: 'reasoning' });

function call(number: number, argumentsDelta: string, more: object = {}): GenerationEvent {
  return { type: 'delta', index: 0, kind: 'tool-call', call: number, argumentsDelta, tokens: 1, ...more };
}

function end(finishReason: EndEvent['finishReason'] = 'stop', usage: Partial<EndEvent['usage']> = {}): EndEvent {
  return {
    type: 'end',
    index: 0,
    finishReason,
    usage: { promptTokens: 12, cachedTokens: 5, completionTokens: 4, reasoningTokens: 1, ...usage },
    timings: { queueMs: 0, promptMs: 1, generationMs: 2 },
  };
}

const USAGE = {
  input_tokens: 12,
  input_tokens_details: { cached_tokens: 5, cache_write_tokens: 7 },
  output_tokens: 4,
  output_tokens_details: { reasoning_tokens: 1 },
  total_tokens: 16,
};

/** The response to `input: 'Hi'` before anything is generated. */
const BEGUN: OpenAiResponse = {
  id: 'resp_1',
  object: 'response',
  created_at: 1_700_000_000,
  completed_at: null,
  status: 'in_progress',
  error: null,
  incomplete_details: null,
  model: 'tiny',
  output: [],
  instructions: null,
  previous_response_id: null,
  max_output_tokens: null,
  max_tool_calls: null,
  temperature: 0.8,
  top_p: 1,
  top_logprobs: 0,
  tools: [],
  tool_choice: 'auto',
  parallel_tool_calls: true,
  reasoning: { effort: null, summary: null },
  text: { format: { type: 'text' }, verbosity: 'medium' },
  truncation: 'disabled',
  store: true,
  background: false,
  service_tier: 'default',
  access_programs: null,
  metadata: {},
};

function newEvents(fields: object = {}): ResponseEvents {
  const request = validateRequest(ResponseRequest, { model: 'default', input: 'Hi', ...fields });
  return new ResponseEvents(HEAD, request, () => 1_700_000_003_999);
}

function eventsOf(events: GenerationEvent[], fields: object = {}): ResponseStreamEvent[] {
  const response = newEvents(fields);
  return [...events.flatMap((event) => response.of(event)), ...response.finish()];
}

function whole(events: GenerationEvent[], fields: object = {}): OpenAiResponse {
  const answer = new WholeResponse(newEvents(fields));
  for (const event of events) answer.add(event);
  return answer.finish();
}

/** Without what each event has. */
const unnumbered = (events: ResponseStreamEvent[]) => events.map(({ sequence_number: _, ...event }) => event);

describe('ResponseEvents', () => {
  it('tells a text from its first to its last event', () => {
    const events = eventsOf([
      { type: 'queued', position: 1 },
      { type: 'loading', progress: 0.5 },
      PROMPT,
      piece('Zü'),
      piece('rich 🦉'),
      end(),
    ]);
    const place = { item_id: 'msg_1_0', output_index: 0, content_index: 0 };
    const message = { id: 'msg_1_0', type: 'message', role: 'assistant' };
    const part = { type: 'output_text', text: 'Zürich 🦉', annotations: [], logprobs: [] };
    const item = { ...message, status: 'completed', content: [part] };
    const completed = { ...BEGUN, status: 'completed', completed_at: 1_700_000_003, output: [item], usage: USAGE };
    expect(events).toEqual(
      [
        { type: 'response.created', response: BEGUN },
        { type: 'response.in_progress', response: BEGUN },
        {
          type: 'response.output_item.added',
          output_index: 0,
          item: { ...message, status: 'in_progress', content: [] },
        },
        { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
        { type: 'response.output_text.delta', ...place, delta: 'Zü', logprobs: [] },
        { type: 'response.output_text.delta', ...place, delta: 'rich 🦉', logprobs: [] },
        { type: 'response.output_text.done', ...place, text: 'Zürich 🦉', logprobs: [] },
        { type: 'response.content_part.done', ...place, part },
        { type: 'response.output_item.done', output_index: 0, item },
        { type: 'response.completed', response: completed },
      ].map((event, sequence_number) => ({ ...event, sequence_number })),
    );
  });

  it('tells thoughts, text and calls one after the other', () => {
    const events = eventsOf(
      [
        PROMPT,
        thought('Hm'),
        thought('.'),
        piece('I look.'),
        call(0, '', { id: 'call_a', name: 'weather' }),
        call(0, '{"city":'),
        call(0, '"Paris"}'),
        call(1, '{}', { id: 'call_b', name: 'time' }),
        end('tool-calls'),
      ],
      { tools: [TOOL] },
    );
    const reasoning = { item_id: 'rs_1_0', output_index: 0, content_index: 0 };
    const text = { item_id: 'msg_1_1', output_index: 1, content_index: 0 };
    const first = { item_id: 'fc_1_2', output_index: 2 };
    const second = { item_id: 'fc_1_3', output_index: 3 };
    const thoughts = { type: 'reasoning_text', text: 'Hm.' };
    const said = { type: 'output_text', text: 'I look.', annotations: [], logprobs: [] };
    const items = {
      reasoning: { id: 'rs_1_0', type: 'reasoning', summary: [], status: 'completed', content: [thoughts] },
      message: { id: 'msg_1_1', type: 'message', role: 'assistant', status: 'completed', content: [said] },
      weather: {
        id: 'fc_1_2',
        type: 'function_call',
        call_id: 'call_a',
        name: 'weather',
        status: 'completed',
        arguments: '{"city":"Paris"}',
      },
      time: {
        id: 'fc_1_3',
        type: 'function_call',
        call_id: 'call_b',
        name: 'time',
        status: 'completed',
        arguments: '{}',
      },
    };
    const bare = { status: 'in_progress' };
    expect(unnumbered(events).slice(2, -1)).toEqual([
      { type: 'response.output_item.added', output_index: 0, item: { ...items.reasoning, ...bare, content: [] } },
      { type: 'response.content_part.added', ...reasoning, part: { ...thoughts, text: '' } },
      { type: 'response.reasoning_text.delta', ...reasoning, delta: 'Hm' },
      { type: 'response.reasoning_text.delta', ...reasoning, delta: '.' },
      { type: 'response.reasoning_text.done', ...reasoning, text: 'Hm.' },
      { type: 'response.content_part.done', ...reasoning, part: thoughts },
      { type: 'response.output_item.done', output_index: 0, item: items.reasoning },
      { type: 'response.output_item.added', output_index: 1, item: { ...items.message, ...bare, content: [] } },
      { type: 'response.content_part.added', ...text, part: { ...said, text: '' } },
      { type: 'response.output_text.delta', ...text, delta: 'I look.', logprobs: [] },
      { type: 'response.output_text.done', ...text, text: 'I look.', logprobs: [] },
      { type: 'response.content_part.done', ...text, part: said },
      { type: 'response.output_item.done', output_index: 1, item: items.message },
      { type: 'response.output_item.added', output_index: 2, item: { ...items.weather, ...bare, arguments: '' } },
      { type: 'response.function_call_arguments.delta', ...first, delta: '{"city":' },
      { type: 'response.function_call_arguments.delta', ...first, delta: '"Paris"}' },
      { type: 'response.function_call_arguments.done', ...first, arguments: '{"city":"Paris"}' },
      { type: 'response.output_item.done', output_index: 2, item: items.weather },
      { type: 'response.output_item.added', output_index: 3, item: { ...items.time, ...bare, arguments: '' } },
      { type: 'response.function_call_arguments.delta', ...second, delta: '{}' },
      { type: 'response.function_call_arguments.done', ...second, arguments: '{}' },
      { type: 'response.output_item.done', output_index: 3, item: items.time },
    ]);
    expect(events.at(-1)).toMatchObject({
      type: 'response.completed',
      response: { status: 'completed', output: Object.values(items) },
    });
  });

  it('says when the answer was cut', () => {
    const events = eventsOf([PROMPT, piece('Hel'), end('length')], { max_output_tokens: 1 });
    const item = { type: 'message', status: 'incomplete' };
    expect(events.at(-2)).toMatchObject({ type: 'response.output_item.done', item });
    expect(events.at(-1)).toMatchObject({
      type: 'response.incomplete',
      response: {
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
        completed_at: null,
        max_output_tokens: 1,
        output: [item],
        usage: USAGE,
      },
    });
  });

  it('has log probabilities in pieces and in the whole', () => {
    const zu: LogProbability = {
      token: 7,
      text: 'Zu',
      bytes: [90, 117],
      logprob: -0.1,
      top: [{ token: 9, text: '\ufffd', bytes: [0xf0], logprob: Number.NEGATIVE_INFINITY }],
    };
    const wire = {
      token: 'Zu',
      bytes: [90, 117],
      logprob: -0.1,
      top_logprobs: [{ token: '\ufffd', bytes: [0xf0], logprob: -9999 }],
    };
    const events = eventsOf([
      PROMPT,
      piece('Zu', { logprobs: [zu] }),
      piece('', { logprobs: [zu] }),
      piece('g'),
      end(),
    ]);
    const logprobs = events.flatMap((event) => ('logprobs' in event ? [event.logprobs] : []));
    expect(logprobs).toEqual([[wire], [wire], [], [wire, wire]]);
    expect(events.at(-1)).toMatchObject({
      response: { output: [{ content: [{ text: 'Zug', logprobs: [wire, wire] }] }] },
    });
  });

  it('begins no item for nothing', () => {
    expect(whole([PROMPT, piece(''), thought(''), end()])).toMatchObject({ status: 'completed', output: [] });
  });

  it('gives a call an id where the model gave none', () => {
    expect(whole([PROMPT, call(0, '{}', { name: 'f' }), end('tool-calls')]).output).toMatchObject([
      { call_id: 'call_1_0' },
    ]);
  });

  it('says what was asked for', () => {
    const fields = {
      instructions: 'Be brief.',
      previous_response_id: 'resp_0',
      temperature: 0,
      top_p: 0.5,
      max_output_tokens: 9,
      include: ['message.output_text.logprobs'],
      top_logprobs: 2,
      tools: [{ ...TOOL, strict: true }],
      tool_choice: { type: 'function', name: 'weather' },
      parallel_tool_calls: false,
      reasoning: { effort: 'low' },
      truncation: 'auto',
      store: false,
      metadata: { a: 'b' },
      user: 'someone',
    };
    const { include: _, ...shown } = fields;
    const text = { format: { type: 'json_schema', name: 'a', schema: { type: 'object' } } };
    expect(newEvents({ ...fields, text }).response).toEqual({
      ...BEGUN,
      ...shown,
      tools: [{ ...TOOL, description: null, strict: true }],
      reasoning: { effort: 'low', summary: null },
      text: { format: { ...text.format, strict: true }, verbosity: 'medium' },
    });
  });

  it('says null for a sampling that nobody knows', () => {
    const request = validateRequest(ResponseRequest, { model: 'default', input: 'Hi' });
    expect(new ResponseEvents({ ...HEAD, defaults: {} }, request).response).toMatchObject({
      temperature: null,
      top_p: null,
    });
  });

  it('tells of warnings and of dropped tokens', () => {
    const warning = { code: 'odd', message: 'Odd.' };
    const response = whole([
      { ...PROMPT, droppedTokens: 3 },
      { type: 'warning', ...warning },
      piece('a'),
      end('stop', { droppedTokens: 5 }),
    ]);
    expect(response.warnings).toEqual([warning]);
    expect(response.usage?.input_tokens_details).toEqual({ ...USAGE.input_tokens_details, dropped_tokens: 5 });
  });

  it.each<[string, unknown, object, string]>([
    [
      'the engine',
      new PluginError('ENGINE_CRASHED', 'The engine stopped.'),
      { code: 'engine_crashed', message: 'The engine stopped.', param: null },
      'server_error',
    ],
    [
      'a defect',
      new TypeError('secret'),
      { code: 'internal_error', message: expect.not.stringContaining('secret'), param: null },
      'server_error',
    ],
    [
      'the queue',
      new PluginError('OVERLOADED', 'Busy.'),
      { code: 'overloaded', message: 'Busy.', param: null },
      'rate_limit_exceeded',
    ],
    [
      'the request',
      new PluginError('CONTEXT_OVERFLOW', 'Long.', { param: 'input' }),
      { code: 'context_length_exceeded', message: 'Long.', param: 'input' },
      'invalid_prompt',
    ],
  ])('tells of a failure by %s', (_, error, told, code) => {
    const events = newEvents();
    const begun = [PROMPT, thought('Hm.'), piece('Hel')].flatMap((event) => events.of(event)).length;
    expect(events.fail(error)).toEqual([
      { type: 'error', sequence_number: begun, ...told },
      {
        type: 'response.failed',
        sequence_number: begun + 1,
        response: {
          ...BEGUN,
          status: 'failed',
          error: { code, message: (told as { message: unknown }).message },
          output: [
            expect.objectContaining({ status: 'completed' }),
            expect.objectContaining({ type: 'message', status: 'incomplete' }),
          ],
        },
      },
    ]);
    expect(events.response.status).toBe('failed');
  });

  it('tells of a failure alone when the response has not begun', () => {
    expect(
      newEvents()
        .fail(new PluginError('OVERLOADED', 'Busy.'))
        .map(({ type }) => type),
    ).toEqual(['error']);
  });

  it.each([[[PROMPT, piece('Hel')]], [[PROMPT, end(), end()]]])(
    'does not pass over an answer that was lost',
    (events) => {
      expect(() => eventsOf(events)).toThrow('answers ended');
    },
  );

  it('does not mix up calls', () => {
    const back = [PROMPT, call(0, '{', { id: 'a', name: 'f' }), call(1, '{}', { id: 'b', name: 'f' }), call(0, '}')];
    expect(() => eventsOf(back)).toThrow('went back to its call 0');
  });

  it('is a whole answer at its end', () => {
    const events = [PROMPT, thought('Hm.'), piece('Hi'), call(0, '{}', { id: 'a', name: 'f' }), end()];
    expect(eventsOf(events).at(-1)).toMatchObject({ response: whole(events) });
  });

  it('is what the official client expects', () => {
    // the types are checked by the compiler; `output_text` is made by the client itself
    const events = eventsOf([PROMPT, thought('Hm.'), piece('Hi'), call(0, '{}', { id: 'a', name: 'f' }), end()]);
    const expected: OfficialEvent[] = events;
    expect(expected).toBe(events);
  });
});

type WithoutText<T> = { [K in keyof T]: K extends 'response' ? Omit<Responses.Response, 'output_text'> : T[K] };
type OfficialEvent = WithoutText<Responses.ResponseStreamEvent>;

describe('ResponseEventStream', () => {
  it('names each event and ends with the response', () => {
    const stream = new ResponseEventStream(newEvents());
    expect(stream.keepAlive()).toBe(': reading the prompt\n\n');
    const text = [PROMPT, piece('a'), end()].map((event) => stream.encode(event)).join('') + stream.finish();
    const events = text.split('\n\n').slice(0, -1);
    for (const event of events) {
      const [, name, data] = /^event: (\S+)\ndata: (.*)$/.exec(event) ?? [];
      expect(JSON.parse(data as string)).toMatchObject({ type: name });
    }
    expect(events.at(-1)).toMatch(/^event: response.completed\n/);
    expect(text).not.toContain('[DONE]');
  });

  it('ends with the error when it fails', () => {
    const stream = new ResponseEventStream(newEvents());
    stream.encode(PROMPT);
    expect(stream.fail(new PluginError('DISPOSED', 'Closing.'))).toMatch(
      /^event: error\ndata: \{"type":"error",.*\n\nevent: response.failed\ndata: \{.*\n\n$/,
    );
  });
});
