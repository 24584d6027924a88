import { type GenerationRequest, PluginError } from '@predict-otron/plugin-sdk';
import { validateRequest } from '../../validation/validate-request.js';
import { ChatCompletionRequest } from './chat-completion-request.js';
import { chatGenerationRequest } from './chat-generation-request.js';

const BODY = { model: 'default', messages: [{ role: 'user', content: 'Hi' }] };
const MESSAGES = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }];
const PLAIN: GenerationRequest = {
  prompt: { messages: MESSAGES },
  sampling: {},
  stop: [],
  n: 1,
  contextOverflow: 'refuse',
};
const SCHEMA = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const WEATHER = { type: 'function', function: { name: 'weather', parameters: SCHEMA } };
const TIME = { type: 'function', function: { name: 'time', description: 'Tells the time.', strict: true } };
const tools = [WEATHER, TIME];
const TOOLS = [
  { name: 'weather', parameters: SCHEMA },
  { name: 'time', description: 'Tells the time.', strict: true },
];
const WITH_TOOLS = { ...PLAIN, prompt: { messages: MESSAGES, tools: TOOLS } };
const choose = (name: string) => ({ type: 'function', function: { name } });
const schemaFormat = (json_schema: object) => ({ response_format: { type: 'json_schema', json_schema } });

const asked = (fields: object) => chatGenerationRequest(validateRequest(ChatCompletionRequest, { ...BODY, ...fields }));

function fault(fields: object): unknown {
  try {
    return { accepted: asked(fields) };
  } catch (error) {
    return PluginError.is(error) ? { code: error.code, param: error.details.param } : error;
  }
}

describe('tools of a chat request', () => {
  it.each<[string, object, Partial<GenerationRequest>]>([
    ['tools', {}, {}],
    ['tool_choice: none', { tool_choice: 'none' }, { toolChoice: 'none' }],
    ['tool_choice: auto', { tool_choice: 'auto' }, { toolChoice: 'auto' }],
    ['tool_choice: required', { tool_choice: 'required' }, { toolChoice: 'required' }],
    ['a named function', { tool_choice: choose('time') }, { toolChoice: { name: 'time' } }],
    ['one call at a time', { parallel_tool_calls: false }, { parallelToolCalls: false }],
    ['several calls', { parallel_tool_calls: true }, { parallelToolCalls: true }],
  ])('honors %s', (_, fields, expected) => {
    expect(asked({ tools, ...fields })).toEqual({ ...WITH_TOOLS, ...expected });
  });

  it.each([
    { tools: [] },
    { tool_choice: 'auto' },
    { tool_choice: 'none' },
    { tools: [], tool_choice: 'auto', parallel_tool_calls: false },
  ])('asks for nothing without tools: %j', (fields) => {
    expect(asked(fields)).toEqual(PLAIN);
  });

  it.each<[object, string, string?]>([
    [{ tools: {} }, 'tools'],
    [{ tools: 'weather' }, 'tools'],
    [{ tools: [5] }, 'tools'],
    [{ tools: [{}] }, 'tools[0].type'],
    [{ tools: [{ type: 'function' }] }, 'tools[0].function'],
    [{ tools: [WEATHER, { type: 'function', function: {} }] }, 'tools[1].function.name'],
    [{ tools: [choose('')] }, 'tools[0].function.name'],
    [{ tools: [choose('two words')] }, 'tools[0].function.name'],
    [{ tools: [choose('x'.repeat(65))] }, 'tools[0].function.name'],
    [{ tools: [{ ...TIME, more: 1 }] }, 'tools[0].more'],
    [{ tools: [{ type: 'function', function: { name: 'f', more: 1 } }] }, 'tools[0].function.more'],
    [{ tools: [{ type: 'function', function: { name: 'f', parameters: [] } }] }, 'tools[0].function.parameters'],
    [{ tools: [{ type: 'function', function: { name: 'f', parameters: 'x' } }] }, 'tools[0].function.parameters'],
    [{ tools: [{ type: 'function', function: { name: 'f', strict: 1 } }] }, 'tools[0].function.strict'],
    [{ tools: [WEATHER, WEATHER] }, 'tools'],
    [{ tools: Array.from({ length: 129 }, (_, index) => choose(`f${index}`)) }, 'tools'],
    [{ tools: [{ type: 'custom', custom: { name: 'f' } }] }, 'tools[0].type', 'UNSUPPORTED'],
    [{ tools: [{ type: 'web_search' }] }, 'tools[0].type'],
    [{ tool_choice: 'required' }, 'tool_choice'],
    [{ tool_choice: choose('time') }, 'tool_choice'],
    [{ tools, tool_choice: choose('clock') }, 'tool_choice'],
    [{ tools, tool_choice: 'weather' }, 'tool_choice'],
    [{ tools, tool_choice: { ...choose('time'), more: 1 } }, 'tool_choice'],
    [{ tools, tool_choice: { type: 'function' } }, 'tool_choice'],
    [{ tools, tool_choice: [] }, 'tool_choice'],
    [{ tools, tool_choice: 5 }, 'tool_choice'],
    [{ tools, tool_choice: { type: 'allowed_tools', allowed_tools: {} } }, 'tool_choice', 'UNSUPPORTED'],
    [{ tools, tool_choice: { type: 'custom', custom: { name: 'f' } } }, 'tool_choice', 'UNSUPPORTED'],
    [{ tools, parallel_tool_calls: 'no' }, 'parallel_tool_calls'],
  ])('refuses %j', (fields, param, code = 'INPUT_INVALID') => {
    expect(fault(fields)).toEqual({ code, param });
  });
});

describe('the form of a chat answer', () => {
  it.each<[object, GenerationRequest['constraint']]>([
    [{ response_format: { type: 'json_object' } }, { jsonSchema: { type: 'object' } }],
    [schemaFormat({ name: 'city', schema: SCHEMA }), { jsonSchema: SCHEMA }],
    [schemaFormat({ name: 'city', schema: SCHEMA, strict: true, description: null }), { jsonSchema: SCHEMA }],
    [{ grammar: 'root ::= "a"' }, { gbnf: 'root ::= "a"' }],
    [{ regex: '[0-9]+' }, { regex: '[0-9]+' }],
    [{ choice: ['yes', 'no'] }, { choice: ['yes', 'no'] }],
    [{ regex: '[0-9]+', response_format: { type: 'text' } }, { regex: '[0-9]+' }],
  ])('is held to %j', (fields, constraint) => {
    expect(asked(fields)).toEqual({ ...PLAIN, constraint });
  });

  it('may be any text', () => {
    expect(asked({ response_format: { type: 'text' } })).toEqual(PLAIN);
  });

  it.each<[object, string, string?]>([
    [{ response_format: 'json_object' }, 'response_format'],
    [{ response_format: {} }, 'response_format.type'],
    [{ response_format: { type: 'xml' } }, 'response_format.type'],
    [{ response_format: { type: 'text', more: 1 } }, 'response_format.more'],
    [{ response_format: { type: 'json_schema' } }, 'response_format.json_schema'],
    [{ response_format: { type: 'text', json_schema: { name: 'a', schema: {} } } }, 'response_format.json_schema'],
    [schemaFormat({}), 'response_format.json_schema.name'],
    [schemaFormat({ name: 'a' }), 'response_format.json_schema.schema'],
    [schemaFormat({ name: 'a', schema: true }), 'response_format.json_schema.schema'],
    [schemaFormat({ name: 'a', schema: [] }), 'response_format.json_schema.schema'],
    [schemaFormat({ name: 'a', schema: {}, strict: 'yes' }), 'response_format.json_schema.strict'],
    [
      schemaFormat({ name: 'a', schema: {}, description: 'A.' }),
      'response_format.json_schema.description',
      'UNSUPPORTED',
    ],
    [schemaFormat({ name: 'a', schema: { title: 'x'.repeat(262_144) } }), 'response_format.json_schema.schema'],
    [{ grammar: '' }, 'grammar'],
    [{ grammar: {} }, 'grammar'],
    [{ regex: 'x'.repeat(65_537) }, 'regex'],
    [{ choice: [] }, 'choice'],
    [{ choice: [''] }, 'choice'],
    [{ choice: ['a', 'a'] }, 'choice'],
    [{ choice: ['a', 5] }, 'choice'],
    [{ choice: 'a' }, 'choice'],
    [{ choice: Array.from({ length: 1025 }, (_, index) => `${index}`) }, 'choice'],
    [{ grammar: 'root ::= "a"', regex: 'a' }, 'regex'],
    [{ grammar: 'root ::= "a"', choice: ['a'] }, 'choice'],
    [{ regex: 'a', choice: ['a'] }, 'choice'],
    [{ grammar: 'root ::= "a"', response_format: { type: 'json_object' } }, 'grammar'],
    [{ regex: 'a', response_format: { type: 'json_object' } }, 'regex'],
    [{ choice: ['a'], ...schemaFormat({ name: 'a', schema: {} }) }, 'choice'],
  ])('is refused: %.80j', (fields, param, code = 'INPUT_INVALID') => {
    expect(fault(fields)).toEqual({ code, param });
  });
});

describe('JSON that is not ours', () => {
  const odd = JSON.parse(
    '{"type":"object","properties":{"constructor":{"type":"string"},"toString":{"const":1},"__proto__":{"enum":[null,{}]}}}',
  );

  it.each<[string, object, (request: GenerationRequest) => unknown]>([
    [
      'a schema',
      schemaFormat({ name: 'odd', schema: odd }),
      ({ constraint }) => constraint && 'jsonSchema' in constraint && constraint.jsonSchema,
    ],
    [
      'parameters',
      { tools: [{ type: 'function', function: { name: 'f', parameters: odd } }] },
      ({ prompt }) => 'messages' in prompt && prompt.tools?.[0]?.parameters,
    ],
  ])('is kept as %s, whatever its names', (_, fields, find) => {
    expect(JSON.stringify(find(asked(fields)))).toBe(JSON.stringify(odd));
  });

  it('gives names around it no freedom', () => {
    const withName = (name: string) => ({ tools: [{ type: 'function', function: { name: 'f', [name]: {} } }] });
    expect(fault(withName('toString'))).toEqual({ code: 'INPUT_INVALID', param: 'tools[0].function.toString' });
    expect(fault({ response_format: { type: 'text', constructor: {} } })).toEqual({
      code: 'INPUT_INVALID',
      param: 'response_format.constructor',
    });
  });

  it('has a limit of depth', () => {
    let schema: object = { type: 'string' };
    for (let level = 0; level < 64; level++) schema = { items: schema };
    expect(fault(schemaFormat({ name: 'deep', schema }))).toMatchObject({ code: 'INPUT_INVALID' });
  });
});

describe('extensions of a chat request', () => {
  it.each<[object, Partial<GenerationRequest>]>([
    [{ reasoning_effort: 'none' }, { reasoning: { effort: 'none' } }],
    [{ reasoning_effort: 'high' }, { reasoning: { effort: 'high' } }],
    [{ reasoning_budget: 0 }, { reasoning: { budget: 0 } }],
    [{ reasoning_effort: 'low', reasoning_budget: 9 }, { reasoning: { effort: 'low', budget: 9 } }],
    [{ context_overflow: 'refuse' }, { contextOverflow: 'refuse' }],
    [{ context_overflow: 'trim_oldest' }, { contextOverflow: 'trim' }],
    [{ context_overflow: 'shift' }, { contextOverflow: 'shift' }],
    [{ deterministic: true }, { deterministic: true }],
    [{ deterministic: false }, {}],
    [{ timings: true }, {}],
  ])('honors %j', (fields, expected) => {
    expect(asked(fields)).toEqual({ ...PLAIN, ...expected });
  });

  it.each([
    ['reasoning_effort', 'much'],
    ['reasoning_effort', 5],
    ['reasoning_budget', -1],
    ['reasoning_budget', 1.5],
    ['context_overflow', 'trim'],
    ['deterministic', 1],
    ['timings', 'yes'],
  ])('refuses %s: %j', (param, value) => {
    expect(fault({ [param]: value })).toEqual({ code: 'INPUT_INVALID', param });
  });

  it('takes back the thoughts of an answer under either name', () => {
    const message = (thoughts: object) => ({ messages: [{ role: 'assistant', content: 'Hi', ...thoughts }] });
    const expected = { messages: [{ role: 'assistant', content: [{ type: 'text', text: 'Hi' }], reasoning: 'Hm.' }] };
    for (const thoughts of [
      { reasoning: 'Hm.' },
      { reasoning_content: 'Hm.' },
      { reasoning: 'Hm.', reasoning_content: 'Hm.' },
    ]) {
      expect(asked(message(thoughts)).prompt).toEqual(expected);
    }
    expect(fault(message({ reasoning: 'Hm.', reasoning_content: 'Oh.' }))).toEqual({
      code: 'INPUT_INVALID',
      param: 'messages[0].reasoning',
    });
  });
});
