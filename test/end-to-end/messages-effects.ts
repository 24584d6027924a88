import type { Asking } from './asking.js';
import {
  callsOf,
  counts,
  type Effect,
  greedy,
  isRefused,
  isUnknown,
  limits,
  logs,
  moreTokens,
  ofEndpoint,
  SCHEMA,
  schemaIsKept,
  streams,
  tames,
  WEATHER,
} from './effect-makers.js';

const tools = [
  { name: 'weather', input_schema: WEATHER.parameters },
  { name: 'time', input_schema: { type: 'object', maxProperties: 0 } },
];
const format = { type: 'json_schema', schema: SCHEMA };
const calls = async (it: Asking, tool_choice: object) => {
  const answer = await it.ask({ tools, tool_choice, max_tokens: 200 });
  return callsOf(answer) as { name: string }[];
};

/** What the prompt is made of: the same for an answer and for counting. */
const PROMPT: Record<string, Effect> = {
  messages: counts,
  system: moreTokens({ system: 'Be brief.' }),
  tools: moreTokens({ tools }),
  thinking: isRefused({ thinking: { type: 'sometimes' } }, 'thinking.type'),
  'thinking.type': isRefused({ thinking: { type: 'sometimes' } }, 'thinking.type'),
  'thinking.budget_tokens': isRefused({ thinking: { type: 'enabled' } }, 'thinking.budget_tokens'),
  'output_config.format.type': isRefused({ output_config: { format: { ...format, type: 'xml' } } }, 'format.type'),
  // a hint that needs nothing here, as its description says; only what is none is refused
  cache_control: isRefused({ cache_control: { type: 'eternal' } }, 'cache_control.type'),
  'cache_control.type': isRefused({ cache_control: { type: 'eternal' } }, 'cache_control.type'),
  'cache_control.ttl': isRefused({ cache_control: { type: 'ephemeral', ttl: '2d' } }, 'cache_control.ttl'),
};

const ANSWER: Record<string, Effect> = {
  ...PROMPT,
  model: async (it) => expect((await it.ask({ model: 'otron-tiny-gemma' })).body.model).toBe('otron-tiny-gemma'),
  max_tokens: limits({ max_tokens: 2 }),
  stream: streams(/^text\/event-stream/),
  stop_sequences: async (it) => {
    const whole = await greedy(it);
    const stop = whole.slice(4, 8);
    const { text, body } = await it.ask({ stop_sequences: [stop] });
    expect([text, body.stop_reason, body.stop_sequence]).toEqual([
      whole.slice(0, whole.indexOf(stop)),
      'stop_sequence',
      stop,
    ]);
  },
  temperature: tames({ temperature: 0 }),
  top_p: tames({ top_p: 0 }),
  top_k: tames({ top_k: 1 }),
  metadata: isRefused({ metadata: { name: 'x' } }, 'metadata.name'),
  'metadata.user_id': logs({ metadata: { user_id: 'user-of-messages' } }, 'user-of-messages'),
  tool_choice: async (it) => expect((await calls(it, { type: 'any' })).length).toBeGreaterThan(0),
  'tool_choice.type': async (it) => expect(await calls(it, { type: 'none' })).toEqual([]),
  'tool_choice.name': async (it) =>
    expect((await calls(it, { type: 'tool', name: 'time' })).map(({ name }) => name)).toEqual(['time']),
  'tool_choice.disable_parallel_tool_use': async (it) =>
    expect(await calls(it, { type: 'any', disable_parallel_tool_use: true })).toHaveLength(1),
  'thinking.budget_tokens': isRefused({ max_tokens: 32, thinking: { type: 'enabled', budget_tokens: 8 } }, 'thinking'),
  output_config: schemaIsKept({ output_config: { format } }),
  'output_config.format': schemaIsKept({ output_config: { format } }),
  'output_config.format.schema': schemaIsKept({ output_config: { format } }),
};

const COUNT: Record<string, Effect> = {
  ...PROMPT,
  model: isUnknown({ model: 'gpt' }),
  tool_choice: async (it) => {
    const [none] = (await it.ask({ tools, tool_choice: { type: 'none' } })).tokens;
    expect(none).toBe((await it.ask()).tokens[0]);
  },
  'tool_choice.type': isRefused({ tools, tool_choice: { type: 'some' } }, 'tool_choice.type'),
  'tool_choice.name': isRefused({ tools, tool_choice: { type: 'tool' } }, 'tool_choice.name'),
  'tool_choice.disable_parallel_tool_use': isRefused(
    { tools, tool_choice: { type: 'auto', disable_parallel_tool_use: 1 } },
    'tool_choice.disable_parallel_tool_use',
  ),
  output_config: isRefused({ output_config: 1 }, 'output_config'),
  'output_config.format': isRefused({ output_config: { format: 1 } }, 'output_config.format'),
  'output_config.format.schema': isRefused({ output_config: { format: { type: 'json_schema' } } }, 'format.schema'),
};

export const MESSAGES_EFFECTS = {
  ...ofEndpoint('/v1/messages', ANSWER),
  ...ofEndpoint('/v1/messages/count_tokens', COUNT),
};
