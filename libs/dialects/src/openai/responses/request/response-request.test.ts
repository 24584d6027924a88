// Long because one table a field, read together.
import { type GenerationRequest, PluginError } from '@predict-otron/plugin-sdk';
import { validateRequest } from '../../../validation/validate-request.js';
import { responseGenerationRequest } from '../mapping/response-generation-request.js';
import { toResponseItems } from '../mapping/to-response-items.js';
import { InputTokensRequest } from './input-tokens-request.js';
import { ResponseRequest } from './response-request.js';

const BODY = { model: 'default', input: 'Hi' };
const LOGPROBS = 'message.output_text.logprobs';
const PLAIN: GenerationRequest = {
  prompt: { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }] },
  sampling: {},
  stop: [],
  n: 1,
  contextOverflow: 'refuse',
};
const SCHEMA = { type: 'object', properties: { constructor: { type: 'string' } }, required: ['constructor'] };
const TOOL = { type: 'function', name: 'weather', description: 'Weather.', parameters: SCHEMA, strict: true };
const ASKED_TOOL = { name: 'weather', description: 'Weather.', parameters: SCHEMA, strict: true };

/** Fields that are not built yet, with the values that ask for nothing and with some that ask for something. */
const NOT_YET: Record<string, { neutral: unknown[]; refused: unknown[] }> = {
  conversation: { neutral: [], refused: ['conv_1', { id: 'conv_1' }] },
  service_tier: { neutral: ['auto', 'default'], refused: ['flex', 'priority'] },
  max_tool_calls: { neutral: [], refused: [1] },
  prompt: { neutral: [], refused: [{ id: 'pmpt_1' }] },
  context_management: { neutral: [[]], refused: [[{ type: 'compaction' }]] },
  moderation: { neutral: [], refused: [{ model: 'x' }] },
  access_programs: { neutral: [], refused: [{}] },
  image: { neutral: [], refused: [{}] },
  prompt_cache_key: { neutral: [], refused: ['key'] },
  prompt_cache_options: { neutral: [], refused: [{ mode: 'explicit' }] },
  prompt_cache_retention: { neutral: ['in_memory'], refused: ['24h'] },
  safety_identifier: { neutral: [], refused: ['someone'] },
};

const accept = (fields: object) => validateRequest(ResponseRequest, { ...BODY, ...fields });
function asked(fields: object): GenerationRequest {
  const request = accept(fields);
  return responseGenerationRequest(request, toResponseItems(request.input ?? [], [], 'resp_1'));
}
function fault(fields: object, Request: typeof ResponseRequest | typeof InputTokensRequest = ResponseRequest): unknown {
  try {
    return { accepted: validateRequest<object>(Request, { ...BODY, ...fields }) };
  } catch (error) {
    return PluginError.is(error) ? { code: error.code, param: error.details.param } : error;
  }
}

describe('ResponseRequest', () => {
  it('asks for nothing but the conversation when nothing else is said', () => {
    expect(asked({})).toEqual(PLAIN);
  });

  it.each<[string, object, Partial<GenerationRequest>]>([
    ['temperature', { temperature: 0 }, { sampling: { temperature: 0 } }],
    ['top_p', { top_p: 0.5 }, { sampling: { topP: 0.5 } }],
    ['top_k', { top_k: 40 }, { sampling: { topK: 40 } }],
    ['seed', { seed: 42 }, { sampling: { seed: 42 } }],
    ['frequency_penalty', { frequency_penalty: 1 }, { sampling: { frequencyPenalty: 1 } }],
    ['max_output_tokens', { max_output_tokens: 5 }, { maxTokens: 5 }],
    ['truncation: auto', { truncation: 'auto' }, { contextOverflow: 'trim' }],
    ['truncation: disabled', { truncation: 'disabled' }, {}],
    ['include of log probabilities', { include: [LOGPROBS] }, { logprobs: { top: 0, prompt: false } }],
    ['top_logprobs', { include: [LOGPROBS], top_logprobs: 20 }, { logprobs: { top: 20, prompt: false } }],
    ['top_logprobs: 0', { top_logprobs: 0 }, {}],
    ['an empty include', { include: [] }, {}],
    ['reasoning.effort', { reasoning: { effort: 'low' } }, { reasoning: { effort: 'low' } }],
    ['no effort', { reasoning: { effort: null, summary: null } }, {}],
    ['any text', { text: { format: { type: 'text' }, verbosity: 'medium' } }, {}],
    [
      'a JSON object',
      { text: { format: { type: 'json_object' } } },
      { constraint: { jsonSchema: { type: 'object' } } },
    ],
    [
      'a JSON Schema, whatever its names',
      { text: { format: { type: 'json_schema', name: 'city', schema: SCHEMA, strict: true } } },
      { constraint: { jsonSchema: SCHEMA } },
    ],
    ['tools', { tools: [TOOL] }, { prompt: { ...PLAIN.prompt, tools: [ASKED_TOOL] } as never }],
    [
      'a tool with no more than a name',
      { tools: [{ type: 'function', name: 'f', parameters: null, strict: null, description: null }] },
      { prompt: { ...PLAIN.prompt, tools: [{ name: 'f' }] } as never },
    ],
    ...['none', 'auto', 'required'].map((choice): [string, object, Partial<GenerationRequest>] => [
      `tool_choice: ${choice}`,
      { tools: [TOOL], tool_choice: choice },
      { prompt: { ...PLAIN.prompt, tools: [ASKED_TOOL] } as never, toolChoice: choice as 'auto' },
    ]),
    [
      'a named tool, one at a time',
      { tools: [TOOL], tool_choice: { type: 'function', name: 'weather' }, parallel_tool_calls: false },
      {
        prompt: { ...PLAIN.prompt, tools: [ASKED_TOOL] } as never,
        toolChoice: { name: 'weather' },
        parallelToolCalls: false,
      },
    ],
    ['a choice among no tools', { tools: [], tool_choice: 'none', parallel_tool_calls: true }, {}],
    [
      'instructions, in front of the conversation',
      { instructions: 'Be brief.' },
      {
        prompt: {
          messages: [
            { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
            { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
          ],
        },
      },
    ],
  ])('honors %s', (_, fields, expected) => {
    expect(asked(fields)).toEqual({ ...PLAIN, ...expected });
  });

  it.each([
    ['stream', { stream: true, stream_options: { include_obfuscation: false } }],
    ['store', { store: false }],
    ['user', { user: 'someone' }],
    ['metadata', { metadata: { purpose: 'test' } }],
    ['previous_response_id', { previous_response_id: 'resp_0' }],
  ])('keeps %s for the answer and asks the model for nothing', (_, fields) => {
    expect(accept(fields)).toMatchObject(fields);
    expect(asked(fields)).toEqual(PLAIN);
  });

  it('takes null for an optional field as absent', () => {
    const fields = [
      'temperature',
      'max_output_tokens',
      'tools',
      'tool_choice',
      'parallel_tool_calls',
      'text',
      'reasoning',
    ]
      .concat(['instructions', 'previous_response_id', 'truncation', 'include', 'top_logprobs', 'store', 'stream'])
      .concat(['stream_options', 'metadata', 'user'], Object.keys(NOT_YET));
    const nulls = Object.fromEntries(fields.map((field) => [field, null]));
    expect(asked(nulls)).toEqual(PLAIN);
    expect(Object.keys(accept(nulls)).sort()).toEqual(['input', 'model']);
  });

  it('needs no input behind a previous response', () => {
    expect(accept({ input: undefined, previous_response_id: 'resp_0' }).input).toBeUndefined();
  });

  it.each<[string, unknown, string?]>([
    ['model', undefined],
    ['model', ''],
    ['input', undefined],
    ['input', null],
    ['input', []],
    ['input', 5],
    ['input', { role: 'user', content: 'Hi' }],
    ['input', [null]],
    ['input', ['Hi']],
    ['instructions', 5],
    ['instructions', ['Hi']],
    ['previous_response_id', ''],
    ['previous_response_id', 5],
    ['temperature', 2.1],
    ['top_p', -1],
    ['max_output_tokens', 0],
    ['max_output_tokens', 1.5],
    ['truncation', 'trim'],
    ['include', LOGPROBS],
    ['include', ['everything']],
    ['top_logprobs', 1],
    ['top_logprobs', 21],
    ['store', 'yes'],
    ['stream', 1],
    ['stream_options', {}],
    ['metadata', { a: 1 }],
    ['user', 5],
    ['text', 'json'],
    ['reasoning', 'low'],
    ['tools', {}],
    ['tools', [TOOL, TOOL]],
    ['tool_choice', 'required'],
    ['tool_choice', 'weather'],
    ['tool_choice', 5],
    ['tool_choice', {}],
    ['tool_choice', { type: 'function' }],
    ['tool_choice', { type: 'function', name: 'weather' }],
    ['parallel_tool_calls', 'no'],
    ['temprature', 1],
    ['stop', ['a']],
    ['messages', [{ role: 'user', content: 'Hi' }]],
  ])('refuses %s: %j', (param, value) => {
    expect(fault({ [param]: value })).toEqual({ code: 'INPUT_INVALID', param });
  });

  it.each<[object, string]>([
    [{ text: { format: { type: 'yaml' } } }, 'text.format.type'],
    [{ text: { format: {} } }, 'text.format.type'],
    [{ text: { format: { type: 'json_schema', schema: {} } } }, 'text.format.name'],
    [{ text: { format: { type: 'json_schema', name: 'a b', schema: {} } } }, 'text.format.name'],
    [{ text: { format: { type: 'json_schema', name: 'a' } } }, 'text.format.schema'],
    [{ text: { format: { type: 'json_schema', name: 'a', schema: [] } } }, 'text.format.schema'],
    [{ text: { format: { type: 'text', schema: {} } } }, 'text.format.schema'],
    [{ text: { formt: { type: 'text' } } }, 'text.formt'],
    [{ reasoning: { effort: 'much' } }, 'reasoning.effort'],
    [{ tools: [TOOL], tool_choice: { type: 'function', name: 'f' } }, 'tool_choice'],
    [{ tools: [TOOL], tool_choice: { type: 'function', name: 'weather', more: 1 } }, 'tool_choice'],
    [{ tools: [{ type: 'function' }] }, 'tools[0].name'],
    [{ tools: [{ ...TOOL, name: 'a b' }] }, 'tools[0].name'],
    [{ tools: [{ ...TOOL, parameters: 'x' }] }, 'tools[0].parameters'],
    [{ tools: [{ ...TOOL, more: 1 }] }, 'tools[0].more'],
    [{ tools: [{ type: 'function', function: { name: 'f' } }] }, 'tools[0].function'],
    [{ tools: [{ name: 'f' }] }, 'tools[0].type'],
    [{ stream: true, stream_options: { include_usage: true } }, 'stream_options.include_usage'],
    [{ input: [{ role: 'tool', content: 'Hi', tool_call_id: 'x' }] }, 'input[0].role'],
    [{ input: [{ content: 'Hi' }] }, 'input[0].role'],
    [{ input: [{ role: 'user' }] }, 'input[0].content'],
    [{ input: [{ role: 'user', content: [] }] }, 'input[0].content'],
    [{ input: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }] }, 'input[0].content[0].type'],
    [{ input: [{ role: 'user', content: [{ type: 'input_text' }] }] }, 'input[0].content[0].text'],
    [{ input: [{ role: 'assistant', content: [{ type: 'input_text', text: 'Hi' }] }] }, 'input[0].content[0].type'],
    [{ input: [{ type: 'function_call', call_id: 'c', name: 'f' }] }, 'input[0].arguments'],
    [{ input: [{ type: 'function_call', name: 'f', arguments: '{}' }] }, 'input[0].call_id'],
    [{ input: [{ type: 'function_call_output', call_id: 'c' }] }, 'input[0].output'],
    [{ input: [{ type: 'reasoning', content: [{ type: 'text', text: 'Hm.' }] }] }, 'input[0].content[0].type'],
    [{ input: [{ role: 'user', content: 'Hi', status: 'done' }] }, 'input[0].status'],
    [
      { input: [{ role: 'assistant', content: [{ type: 'output_text', text: 'Hi', logprobs: 'x' }] }] },
      'input[0].content[0].logprobs',
    ],
  ])('refuses %j', (fields, param) => {
    expect(fault(fields)).toEqual({ code: 'INPUT_INVALID', param });
  });

  it.each<[object, string]>([
    [{ include: ['reasoning.encrypted_content'] }, 'include'],
    [{ include: [LOGPROBS, 'file_search_call.results'] }, 'include'],
    [{ reasoning: { effort: 'xhigh' } }, 'reasoning.effort'],
    [{ reasoning: { effort: 'max' } }, 'reasoning.effort'],
    [{ reasoning: { summary: 'auto' } }, 'reasoning.summary'],
    [{ reasoning: { generate_summary: 'concise' } }, 'reasoning.generate_summary'],
    [{ reasoning: { context: 'all_turns' } }, 'reasoning.context'],
    [{ reasoning: { mode: 'pro' } }, 'reasoning.mode'],
    [{ text: { verbosity: 'low' } }, 'text.verbosity'],
    [{ text: { format: { type: 'json_schema', name: 'a', schema: {}, description: 'x' } } }, 'text.format.description'],
    [{ stream: true, stream_options: { include_obfuscation: true } }, 'stream_options.include_obfuscation'],
    ...[
      'web_search',
      'file_search',
      'computer_use_preview',
      'code_interpreter',
      'image_generation',
      'local_shell',
      'custom',
    ]
      .concat(['shell', 'apply_patch', 'namespace', 'tool_search'])
      .map((type): [object, string] => [{ tools: [TOOL, { type, anything: {} }] }, 'tools[1].type']),
    [{ tools: [{ type: 'mcp', server_label: 'x', server_url: 'https://example.com' }] }, 'tools[0].type'],
    [{ tools: [{ ...TOOL, async: true }] }, 'tools[0].async'],
    [{ tools: [{ ...TOOL, defer_loading: true }] }, 'tools[0].defer_loading'],
    [{ tools: [{ ...TOOL, allowed_callers: ['programmatic'] }] }, 'tools[0].allowed_callers'],
    [{ tools: [{ ...TOOL, output_schema: {} }] }, 'tools[0].output_schema'],
    [{ tools: [TOOL], tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [] } }, 'tool_choice'],
    [{ tools: [TOOL], tool_choice: { type: 'web_search_preview' } }, 'tool_choice'],
    [{ input: [{ type: 'item_reference', id: 'msg_1' }] }, 'input[0].type'],
    [{ input: [{ type: 5, role: 'user', content: 'Hi' }] }, 'input[0].type'],
    [{ input: [{ type: 'computer_call_output', call_id: 'c', output: {} }] }, 'input[0].type'],
    [{ input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'x' }] }] }, 'input[0].content[0].type'],
    [{ input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'x' }] }] }, 'input[0].content[0].type'],
    [{ input: [{ role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] }] }, 'input[0].content[0].type'],
    [{ input: [{ role: 'assistant', content: 'Hi', phase: 'commentary' }] }, 'input[0].phase'],
    [{ input: [{ type: 'reasoning', encrypted_content: 'x' }] }, 'input[0].encrypted_content'],
  ])('refuses by name what it cannot do: %j', (fields, param) => {
    expect(fault(fields)).toEqual({ code: 'UNSUPPORTED', param });
  });

  const each = (kind: 'neutral' | 'refused') =>
    Object.entries(NOT_YET).flatMap(([field, values]) =>
      values[kind].map((value): [string, unknown] => [field, value]),
    );

  it.each(each('neutral'))('accepts the neutral %s: %j', (field, value) => {
    expect(asked({ [field]: value })).toEqual(PLAIN);
  });

  it.each(each('refused'))('refuses %s by name: %j', (param, value) => {
    expect(fault({ [param]: value })).toEqual({ code: 'UNSUPPORTED', param });
  });
});

describe('InputTokensRequest', () => {
  it('takes what a model is asked', () => {
    const fields = { instructions: 'Be brief.', tools: [TOOL], tool_choice: 'auto', truncation: 'auto', text: {} };
    expect(validateRequest(InputTokensRequest, { ...BODY, ...fields })).toMatchObject({ model: 'default', ...fields });
  });

  it.each<[string, unknown, string]>([
    ['temperature', 1, 'INPUT_INVALID'],
    ['stream', true, 'INPUT_INVALID'],
    ['input', undefined, 'INPUT_INVALID'],
    ['reasoning', { effort: 'low' }, 'UNSUPPORTED'],
    ['personality', 'friendly', 'UNSUPPORTED'],
    ['conversation', 'conv_1', 'UNSUPPORTED'],
  ])('refuses %s: %j', (param, value, code) => {
    expect(fault({ [param]: value }, InputTokensRequest)).toEqual({ code, param });
  });
});
