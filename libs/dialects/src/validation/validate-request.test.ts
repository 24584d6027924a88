import { PluginError } from '@predict-otron/plugin-sdk';
import fc from 'fast-check';
import { ChatCompletionRequest } from '../openai/chat/chat-completion-request.js';
import { CompletionRequest } from '../openai/completions/completion-request.js';
import { SHAPE_LIMITS } from './check-shape.js';
import { validateRequest } from './validate-request.js';

const CHAT = { model: 'default', messages: [{ role: 'user', content: 'Hi' }] };

/** The error, or `undefined` where the body was accepted. Anything but a PluginError fails the test. */
function faultOf(Request: typeof ChatCompletionRequest | typeof CompletionRequest, body: unknown) {
  try {
    validateRequest<object>(Request, body);
  } catch (error) {
    if (PluginError.is(error)) return error;
    throw error;
  }
  return undefined;
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value };
  return value;
}

describe('validateRequest', () => {
  it('gives back an instance of the class with the fields that were sent', () => {
    const request = validateRequest(ChatCompletionRequest, { ...CHAT, temperature: 1 });
    expect(request).toBeInstanceOf(ChatCompletionRequest);
    expect(Object.keys(request).sort()).toEqual(['messages', 'model', 'temperature']);
  });

  it.each([undefined, null, 5, 'text', true, [], [CHAT]])('refuses a body that is no object: %j', (body) => {
    expect(faultOf(ChatCompletionRequest, body)).toMatchObject({
      code: 'INPUT_INVALID',
      message: 'The body must be a JSON object.',
    });
  });

  it.each<[string, object, string, object]>([
    ['a wrong value', { temperature: 5 }, 'temperature must be a number from 0 to 2.', { problem: 'invalid_value' }],
    ['an absent field', { model: null }, 'model is required.', { problem: 'missing_required_parameter' }],
    ['an unknown field', { temp: 1 }, 'temp is not a known field.', { problem: 'unknown_parameter' }],
    [
      'a field that is not built yet',
      { store: true },
      'store is not supported yet: leave it out or send false.',
      { problem: 'unsupported_parameter' },
    ],
  ])('says what is wrong with %s', (_, fields, message, details) => {
    const error = faultOf(ChatCompletionRequest, { ...CHAT, ...fields });
    expect(error?.message).toBe(message);
    expect(error?.details).toEqual({ param: Object.keys(fields)[0], ...details });
  });

  it('refuses deep nesting, however deep', () => {
    for (const depth of [SHAPE_LIMITS.depth, 5_000, 500_000]) {
      expect(faultOf(ChatCompletionRequest, { ...CHAT, metadata: nested(depth) })?.code).toBe('INPUT_INVALID');
    }
  });

  it('refuses objects with too many keys and bodies with too many objects', () => {
    const keys = Object.fromEntries(Array.from({ length: SHAPE_LIMITS.keys + 1 }, (_, key) => [key, 1]));
    expect(faultOf(ChatCompletionRequest, { ...CHAT, logit_bias: keys })?.message).toMatch(/^logit_bias has 4097 keys/);
    expect(faultOf(ChatCompletionRequest, keys)?.message).toMatch(/^The body has 4097 keys/);
    const messages = Array(SHAPE_LIMITS.objects + 1).fill({ role: 'user', content: '' });
    expect(faultOf(ChatCompletionRequest, { ...CHAT, messages })?.message).toMatch(/a body may have 20000/);
  });

  it('accepts a prompt of many tokens, and refuses more than any context holds', () => {
    const withTokens = (tokens: number) => ({ model: 'default', prompt: Array(tokens).fill(7) });
    expect(faultOf(CompletionRequest, withTokens(200_000))).toBeUndefined();
    expect(faultOf(CompletionRequest, withTokens(SHAPE_LIMITS.items + 1))).toMatchObject({
      details: { param: 'prompt' },
    });
  });

  it('does not repeat the long names that a client makes up', () => {
    const error = faultOf(ChatCompletionRequest, { ...CHAT, ['x'.repeat(100_000)]: 1 });
    expect(error?.code).toBe('INPUT_INVALID');
    expect(error?.message.length).toBeLessThan(300);
  });

  const FIELDS = [
    ...['model', 'messages', 'role', 'content', 'type', 'text', 'prompt', 'stop', 'logit_bias', 'metadata', 'seed'],
    ...[
      'stream',
      'stream_options',
      'include_usage',
      'tools',
      'tool_calls',
      'function',
      'name',
      'n',
      'best_of',
      'logprobs',
    ],
    ...[
      'temperature',
      'response_format',
      'json_schema',
      'schema',
      'parameters',
      'constructor',
      '__proto__',
      'toString',
      'then',
      'hasOwnProperty',
      'length',
    ],
  ];
  const VALUES = [
    'user',
    'assistant',
    'tool',
    'text',
    'image_url',
    'default',
    'function',
    'json_schema',
    'system',
    '',
    null,
    true,
    0,
    1,
  ];
  const { value: anyBody } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'large', withCrossShrink: true },
      fc.constantFrom<unknown[]>(...VALUES),
      fc.oneof(fc.double(), fc.maxSafeInteger(), fc.string({ unit: 'binary' })),
      fc.array(tie('value'), { maxLength: 4 }),
      fc
        .array(fc.tuple(fc.oneof(fc.constantFrom(...FIELDS), fc.string()), tie('value')), { maxLength: 6 })
        .map((entries) =>
          JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)}}`),
        ),
    ),
  }));

  it.each([ChatCompletionRequest, CompletionRequest])(
    'accepts any JSON or refuses it as a bad request: %p',
    (Request) => {
      const outcomes = new Set<string | undefined>();
      fc.assert(
        fc.property(anyBody, fc.boolean(), (body, amongValidFields) => {
          const fields = amongValidFields ? { ...CHAT, prompt: 'Hi', ...Object(body) } : body;
          if (amongValidFields && Request === ChatCompletionRequest) delete fields.prompt;
          outcomes.add(faultOf(Request, fields)?.code);
        }),
        { numRuns: 400 },
      );
      expect([...outcomes].every((code) => [undefined, 'INPUT_INVALID', 'UNSUPPORTED'].includes(code))).toBe(true);
      expect(outcomes.has('INPUT_INVALID')).toBe(true);
    },
  );

  it.each([
    ...[
      'messages',
      'temperature',
      'stop',
      'logit_bias',
      'stream_options',
      'metadata',
      'tools',
      'tool_choice',
      'choice',
    ],
    ...['response_format', 'grammar', 'reasoning_effort', 'context_overflow'],
  ])('accepts any JSON as %s or refuses it as a bad request', (field) => {
    fc.assert(
      fc.property(anyBody, (value) => {
        const error = faultOf(ChatCompletionRequest, { ...CHAT, [field]: value });
        expect([undefined, 'INPUT_INVALID', 'UNSUPPORTED']).toContain(error?.code);
        if (error) expect(error.details.param).toMatch(new RegExp(`^${field}`));
      }),
      { numRuns: 100 },
    );
  });
});
