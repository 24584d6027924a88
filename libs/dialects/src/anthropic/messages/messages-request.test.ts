// Long because one table a field, read together.
import { PluginError } from '@predict-otron/plugin-sdk';
import fc from 'fast-check';
import { validateRequest } from '../../validation/validate-request.js';
import { messagesGenerationRequest } from './messages-generation-request.js';
import { CountTokensRequest, MessagesRequest } from './messages-request.js';
import { toPrompt } from './to-prompt.js';

const HI = { model: 'default', max_tokens: 8, messages: [{ role: 'user', content: 'Hi' }] };
const WEATHER = { name: 'weather', input_schema: { type: 'object', properties: { city: { type: 'string' } } } };
const CACHE = { cache_control: { type: 'ephemeral', ttl: '1h' } };

const generation = (fields: object) =>
  messagesGenerationRequest(validateRequest(MessagesRequest, { ...HI, ...fields }));
const text = (...texts: string[]) => texts.map((one) => ({ type: 'text', text: one }));

function faultOf(body: unknown): [code: string, param: unknown] | undefined {
  try {
    validateRequest(MessagesRequest, body);
    return undefined;
  } catch (error) {
    if (!PluginError.is(error)) throw error;
    return [error.code, error.details.param];
  }
}

describe('messagesGenerationRequest', () => {
  it('asks for little by itself', () => {
    expect(generation({})).toEqual({
      prompt: { messages: [{ role: 'user', content: text('Hi') }] },
      sampling: {},
      stop: [],
      maxTokens: 8,
      n: 1,
      contextOverflow: 'refuse',
    });
  });

  it.each<[string, object, object]>([
    ['temperature', { temperature: 0.3 }, { sampling: { temperature: 0.3 } }],
    ['top_p', { top_p: 0.5 }, { sampling: { topP: 0.5 } }],
    ['top_k', { top_k: 5 }, { sampling: { topK: 5 } }],
    ['stop_sequences', { stop_sequences: ['a', 'b'] }, { stop: ['a', 'b'] }],
    ['tool_choice auto', { tools: [WEATHER], tool_choice: { type: 'auto' } }, { toolChoice: 'auto' }],
    ['tool_choice any', { tools: [WEATHER], tool_choice: { type: 'any' } }, { toolChoice: 'required' }],
    ['tool_choice none', { tools: [WEATHER], tool_choice: { type: 'none' } }, { toolChoice: 'none' }],
    [
      'tool_choice tool',
      { tools: [WEATHER], tool_choice: { type: 'tool', name: 'weather' } },
      { toolChoice: { name: 'weather' } },
    ],
    [
      'disable_parallel_tool_use',
      { tools: [WEATHER], tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
      { parallelToolCalls: false },
    ],
    ['thinking', { thinking: { type: 'enabled', budget_tokens: 4 } }, { reasoning: { budget: 4 } }],
    ['no thinking', { thinking: { type: 'disabled' } }, { reasoning: { effort: 'none' } }],
    [
      'a format',
      { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
      { constraint: { jsonSchema: { type: 'object' } } },
    ],
    [
      'tools',
      { tools: [{ ...WEATHER, ...CACHE, description: 'Rain?', strict: true, type: 'custom' }] },
      {
        prompt: {
          messages: [{ role: 'user', content: text('Hi') }],
          tools: [{ name: 'weather', description: 'Rain?', parameters: WEATHER.input_schema, strict: true }],
        },
      },
    ],
  ])('honours %s', (_, fields, expected) => {
    expect(generation(fields)).toMatchObject(expected);
  });

  it('lets the model think as it does by itself', () => {
    expect(generation({ thinking: { type: 'adaptive' } })).toEqual(generation({}));
  });

  it('needs nothing of hints and of who asks', () => {
    const messages = [{ role: 'user', content: [{ type: 'text', text: 'Hi', ...CACHE }] }];
    const fields = { ...CACHE, messages, metadata: { user_id: 'u' }, service_tier: 'auto', mcp_servers: [] };
    expect(generation(fields)).toEqual(generation({}));
  });
});

describe('toPrompt', () => {
  const prompt = (fields: object) =>
    toPrompt(validateRequest(CountTokensRequest, { model: 'm', messages: HI.messages, ...fields }));

  it.each([
    ['a string', 'Be brief.', text('Be brief.')],
    ['blocks', [...text('Be'), ...text('brief.')], text('Be', 'brief.')],
  ])('puts instructions given as %s first', (_, system, content) => {
    expect(prompt({ system }).messages).toEqual([
      { role: 'system', content },
      { role: 'user', content: text('Hi') },
    ]);
  });

  it('reads a conversation with thoughts, calls and results', () => {
    const messages = [
      { role: 'user', content: 'Weather?' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm.', signature: 'x' },
          { type: 'text', text: 'Let me see.', citations: null },
          { type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Zürich' }, caller: { type: 'direct' } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'c1', content: 'Rain' },
          { type: 'tool_result', tool_use_id: 'c2', content: text('gone'), is_error: true },
          { type: 'tool_result', tool_use_id: 'c1' },
          ...text('And', 'now?'),
        ],
      },
      { role: 'system', content: 'Be brief.' },
    ];
    expect(prompt({ messages }).messages).toEqual([
      { role: 'user', content: text('Weather?') },
      {
        role: 'assistant',
        content: text('Let me see.'),
        reasoning: 'Hm.',
        toolCalls: [{ id: 'c1', name: 'weather', arguments: '{"city":"Zürich"}' }],
      },
      { role: 'tool', content: text('Rain'), callId: 'c1', name: 'weather' },
      { role: 'tool', content: text('Error: ', 'gone'), callId: 'c2' },
      { role: 'tool', content: [], callId: 'c1', name: 'weather' },
      { role: 'user', content: text('And', 'now?') },
      { role: 'system', content: text('Be brief.') },
    ]);
  });
});

describe('MessagesRequest', () => {
  const said = (block: object, role = 'user') => ({ ...HI, messages: [{ role, content: [block] }] });

  it.each<[string, unknown, string, string | undefined]>([
    ['no object', [], 'INPUT_INVALID', undefined],
    ['no max_tokens', { ...HI, max_tokens: null }, 'INPUT_INVALID', 'max_tokens'],
    ['no messages', { ...HI, messages: [] }, 'INPUT_INVALID', 'messages'],
    ['an unknown field', { ...HI, n: 2 }, 'INPUT_INVALID', 'n'],
    ['a temperature above 1', { ...HI, temperature: 1.1 }, 'INPUT_INVALID', 'temperature'],
    ['an unknown role', { ...HI, messages: [{ role: 'tool', x: 1 }] }, 'INPUT_INVALID', 'messages[0].role'],
    [
      'a number as content',
      { ...HI, messages: [{ role: 'user', content: 5 }] },
      'INPUT_INVALID',
      'messages[0].content',
    ],
    ['an unknown block', said({ type: 'x', y: 1 }), 'INPUT_INVALID', 'messages[0].content[0].type'],
    ['an image', said({ type: 'image', source: {} }), 'UNSUPPORTED', 'messages[0].content[0].type'],
    ['a document', said({ type: 'document', source: {} }), 'UNSUPPORTED', 'messages[0].content[0].type'],
    [
      'an image as a result',
      said({ type: 'tool_result', tool_use_id: 'a', content: [{ type: 'image', source: {} }] }),
      'UNSUPPORTED',
      'messages[0].content[0].content[0].type',
    ],
    [
      'a call by a person',
      said({ type: 'tool_use', id: 'a', name: 'b', input: {} }),
      'INPUT_INVALID',
      'messages[0].content[0].type',
    ],
    [
      'hidden thoughts',
      said({ type: 'redacted_thinking', data: 'x' }, 'assistant'),
      'UNSUPPORTED',
      'messages[0].content[0].type',
    ],
    [
      'a call with arguments that are no object',
      said({ type: 'tool_use', id: 'a', name: 'b', input: '{}' }, 'assistant'),
      'INPUT_INVALID',
      'messages[0].content[0].input',
    ],
    [
      'a tool of the server',
      { ...HI, tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 1 }] },
      'UNSUPPORTED',
      'tools[0].type',
    ],
    ['a tool without a schema', { ...HI, tools: [{ name: 'a' }] }, 'INPUT_INVALID', 'tools[0].input_schema'],
    ['a choice without tools', { ...HI, tool_choice: { type: 'any' } }, 'INPUT_INVALID', 'tool_choice'],
    [
      'a choice of an unknown tool',
      { ...HI, tools: [WEATHER], tool_choice: { type: 'tool', name: 'time' } },
      'INPUT_INVALID',
      'tool_choice',
    ],
    [
      'a choice of no tool',
      { ...HI, tools: [WEATHER], tool_choice: { type: 'tool' } },
      'INPUT_INVALID',
      'tool_choice.name',
    ],
    [
      'a name that is not chosen',
      { ...HI, tool_choice: { type: 'auto', name: 'a' } },
      'INPUT_INVALID',
      'tool_choice.name',
    ],
    ['thoughts without a budget', { ...HI, thinking: { type: 'enabled' } }, 'INPUT_INVALID', 'thinking.budget_tokens'],
    [
      'a budget that is too large',
      { ...HI, thinking: { type: 'enabled', budget_tokens: 8 } },
      'INPUT_INVALID',
      'max_tokens',
    ],
    [
      'a budget for no thoughts',
      { ...HI, thinking: { type: 'disabled', budget_tokens: 4 } },
      'INPUT_INVALID',
      'thinking.budget_tokens',
    ],
    ['an empty stop string', { ...HI, stop_sequences: [''] }, 'INPUT_INVALID', 'stop_sequences'],
    ['many stop strings', { ...HI, stop_sequences: Array(17).fill('a') }, 'INPUT_INVALID', 'stop_sequences'],
    ['another kind of cache', { ...HI, cache_control: { type: 'x' } }, 'INPUT_INVALID', 'cache_control.type'],
    ['a container', { ...HI, container: 'c' }, 'UNSUPPORTED', 'container'],
    ['an effort', { ...HI, output_config: { effort: 'low' } }, 'UNSUPPORTED', 'output_config.effort'],
    ['servers of tools', { ...HI, mcp_servers: [{}] }, 'UNSUPPORTED', 'mcp_servers'],
  ])('refuses %s by name', (_, body, code, param) => {
    expect(faultOf(body)).toEqual([code, param]);
  });

  it('accepts any JSON or refuses it as a fault of the request', () => {
    const content = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.array(
        fc.record(
          {
            type: fc.constantFrom('text', 'image', 'tool_use', 'tool_result', 'thinking', 'x'),
            text: fc.jsonValue({ maxDepth: 1 }),
            input: fc.jsonValue({ maxDepth: 2 }),
            id: fc.string(),
            name: fc.string(),
            tool_use_id: fc.string(),
            content: fc.jsonValue({ maxDepth: 2 }),
          },
          { requiredKeys: ['type'] },
        ),
        { maxLength: 2 },
      ),
    );
    const message = fc.record({ role: fc.constantFrom('user', 'assistant', 'system', 'x'), content });
    const field = fc.constantFrom('system', 'tools', 'tool_choice', 'thinking', 'metadata', 'stop_sequences', 'x');
    const body = fc.tuple(
      fc.dictionary(field, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 2 }),
      fc.array(message, { maxLength: 2 }),
    );
    fc.assert(
      fc.property(body, ([fields, messages]) => {
        const asked = { ...HI, ...fields, messages };
        const fault = faultOf(asked);
        if (fault) expect(['INPUT_INVALID', 'UNSUPPORTED']).toContain(fault[0]);
        else messagesGenerationRequest(validateRequest(MessagesRequest, asked));
      }),
      { numRuns: 300 },
    );
  });
});
