import { PluginError } from '@predict-otron/plugin-sdk';
import { MessagesRequest } from '../anthropic/messages/messages-request.js';
import { OllamaChatRequest } from '../ollama/chat/chat-request.js';
import { OllamaGenerateRequest } from '../ollama/generate/generate-request.js';
import { OllamaShowRequest } from '../ollama/models/show.js';
import { ChatCompletionRequest } from '../openai/chat/chat-completion-request.js';
import { CompletionRequest } from '../openai/completions/completion-request.js';
import { toModelCapabilities } from '../openai/models/to-model-capabilities.js';
import { ResponseRequest } from '../openai/responses/request/response-request.js';
import { validateRequest } from '../validation/validate-request.js';
import type { Parameter } from './parameter-list.js';
import { parameterListOf } from './parameter-list-of.js';

const LANGUAGE = { kind: 'language', contextTokens: 512, parallel: 4 } as const;
const plain = toModelCapabilities({ ...LANGUAGE, info: {} });

function parametersOf(endpoint: string, capabilities?: typeof plain): Map<string, Parameter> {
  const list = parameterListOf(capabilities && { id: 'tiny', kind: 'language', capabilities });
  const found = list.data.find((one) => one.endpoint === endpoint);
  return new Map(found?.parameters.map((parameter) => [parameter.name, parameter]));
}

describe('parameterListOf', () => {
  it('has every endpoint, and with a model those that it serves', () => {
    const endpoints = (kind?: 'language' | 'embedding' | 'rerank') =>
      parameterListOf(kind && { id: 'm', kind, capabilities: plain }).data.map(({ endpoint }) => endpoint);
    const openai = ['/v1/chat/completions', '/v1/chat/completions/input_tokens', '/v1/completions', '/v1/responses'];
    const anthropic = ['/v1/responses/input_tokens', '/v1/messages', '/v1/messages/count_tokens'];
    const own = ['/api/chat', '/api/generate', '/tokenize', '/detokenize', '/apply-template'];
    const vectors = ['/v1/embeddings', '/api/embed', '/api/embeddings', '/v2/models/{model}/infer', '/v1/rerank'];
    const store = ['/models/pull', '/models/verify', '/api/pull', '/api/delete'];
    expect(endpoints()).toEqual([...openai, ...anthropic, ...own, ...vectors, '/api/show', ...store]);
    expect(endpoints('language')).toEqual([...openai, ...anthropic, ...own, '/api/show']);
    expect(endpoints('embedding')).toEqual([...vectors, '/api/show']);
    expect(endpoints('rerank')).toEqual(['/v1/rerank', '/api/show']);
  });

  it('describes a field with its range', () => {
    expect(parametersOf('/v1/chat/completions').get('temperature')).toEqual({
      name: 'temperature',
      status: 'honoured',
      description: expect.stringContaining('likeliest'),
      required: false,
      type: 'number',
      minimum: 0,
      maximum: 2,
    });
    expect(parametersOf('/v1/completions').get('prompt')).toMatchObject({ required: true });
    expect(parametersOf('/v1/embeddings').get('encoding_format')).toMatchObject({ values: ['float', 'base64'] });
  });

  it.each([
    ['/v1/chat/completions', ChatCompletionRequest, { messages: [{ role: 'user', content: 'Hi' }] }],
    ['/v1/completions', CompletionRequest, { prompt: 'Hi' }],
    ['/v1/responses', ResponseRequest, { input: 'Hi' }],
    ['/v1/messages', MessagesRequest, { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 9 }],
    ['/api/chat', OllamaChatRequest, { messages: [{ role: 'user', content: 'Hi' }] }],
    ['/api/generate', OllamaGenerateRequest, { prompt: 'Hi' }],
    ['/api/show', OllamaShowRequest, {}],
  ] as const)('knows all fields of %s, and says of none what is not so', (endpoint, Request, fields) => {
    const body = { model: 'default', ...fields };
    const codeOf = (more: object) => {
      try {
        validateRequest<object>(Request, { ...body, ...more });
      } catch (error) {
        return PluginError.is(error) ? error.code : error;
      }
      return undefined;
    };
    const parameters = [...parametersOf(endpoint).values()].filter(({ name }) => !name.includes('.'));
    expect(parameters.map(({ name }) => name)).toContain('model');
    for (const { name, status, values = [] } of parameters) {
      // no field takes this, and only one that is not built says that it does not know it
      expect([name, codeOf({ [name]: () => 0 })]).toEqual([
        name,
        status === 'neutral_only' ? 'UNSUPPORTED' : 'INPUT_INVALID',
      ]);
      if (status === 'neutral_only') for (const value of values) expect(codeOf({ [name]: value })).toBeUndefined();
    }
    expect(parameters.filter(({ status }) => status === 'neutral_only').every(({ reason }) => reason)).toBe(true);
  });

  it('follows objects inside', () => {
    const parameters = parametersOf('/v1/chat/completions');
    expect(parameters.get('stream_options.include_usage')).toMatchObject({ status: 'honoured', type: 'boolean' });
    expect(parameters.get('stream_options.include_obfuscation')).toMatchObject({
      status: 'neutral_only',
      values: [false],
    });
    expect(parameters.get('response_format.json_schema.schema')).toMatchObject({ status: 'honoured', required: true });
  });

  it.each<[string, string, Partial<Parameter>]>([
    ['chat/completions', 'messages', { status: 'refused' }],
    ['chat/completions', 'tools', { status: 'neutral_only', values: [[]] }],
    ['chat/completions', 'tool_choice', { status: 'neutral_only', values: ['none', 'auto'] }],
    ['chat/completions', 'response_format', { status: 'neutral_only', values: [{ type: 'text' }] }],
    ['chat/completions', 'response_format.type', { status: 'neutral_only', values: ['text'] }],
    ['chat/completions', 'response_format.json_schema', { status: 'refused' }],
    ['chat/completions', 'grammar', { status: 'refused' }],
    ['chat/completions', 'regex', { status: 'refused' }],
    ['chat/completions', 'choice', { status: 'refused' }],
    ['chat/completions', 'reasoning_effort', { status: 'neutral_only', values: ['none'] }],
    ['chat/completions', 'reasoning_budget', { status: 'refused' }],
    ['chat/completions', 'logprobs', { status: 'neutral_only', values: [false] }],
    ['chat/completions', 'n', { status: 'honoured', maximum: 4 }],
    ['chat/completions', 'store', { status: 'neutral_only', values: [false] }],
    ['responses', 'input', { status: 'refused' }],
    ['responses', 'text', { status: 'neutral_only', values: [{ format: { type: 'text' } }] }],
    ['responses', 'text.format', { status: 'neutral_only', values: [{ type: 'text' }] }],
    ['responses', 'text.format.type', { status: 'neutral_only', values: ['text'] }],
    ['responses', 'text.format.schema', { status: 'refused' }],
    ['responses', 'text.verbosity', { status: 'neutral_only', values: ['medium'] }],
    ['responses', 'reasoning', { status: 'neutral_only', values: [{ effort: 'none' }] }],
    ['responses', 'reasoning.effort', { status: 'neutral_only', values: ['none'] }],
    ['responses', 'include', { status: 'neutral_only', values: [[]] }],
    ['responses', 'truncation', { status: 'neutral_only', values: ['disabled'] }],
    ['responses/input_tokens', 'input', { status: 'refused' }],
    ['completions', 'logprobs', { status: 'refused' }],
    ['completions', 'suffix', { status: 'neutral_only', values: [''] }],
    ['completions', 'best_of', { status: 'honoured', maximum: 4 }],
    ['messages', 'messages', { status: 'refused' }],
    ['messages', 'tool_choice.type', { status: 'neutral_only', values: ['auto', 'none'] }],
    ['messages', 'thinking', { status: 'neutral_only', values: [{ type: 'disabled' }, { type: 'adaptive' }] }],
    ['messages', 'thinking.budget_tokens', { status: 'refused' }],
    ['messages', 'output_config.format.schema', { status: 'refused' }],
    ['messages', 'top_k', { status: 'honoured' }],
    ['messages/count_tokens', 'tools', { status: 'neutral_only', values: [[]] }],
  ])('limits /v1/%s %s to what a plain model can', (endpoint, name, expected) => {
    const parameter = parametersOf(`/v1/${endpoint}`, plain).get(name);
    expect(parameter).toMatchObject(expected);
    expect(typeof parameter?.reason).toBe(parameter?.status === 'honoured' ? 'undefined' : 'string');
  });

  it.each<[string, string, Partial<Parameter>]>([
    ['chat', 'think', { status: 'neutral_only', values: [false] }],
    ['chat', 'format', { status: 'neutral_only', values: [''] }],
    ['chat', 'options.num_ctx', { status: 'honoured', maximum: 512 }],
    ['chat', 'options.num_gpu', { status: 'neutral_only', values: [] }],
    ['chat', 'truncate', { status: 'neutral_only', values: [false] }],
    ['generate', 'suffix', { status: 'neutral_only', values: [''] }],
  ])('limits /api/%s %s to what a plain model can', (endpoint, name, expected) => {
    expect(parametersOf(`/api/${endpoint}`, plain).get(name)).toMatchObject(expected);
  });

  it('leaves to an able model what the server can', () => {
    const able = { ...plain, chat: true, tools: true, reasoning: true, fim: true };
    const capabilities: typeof plain = {
      ...able,
      structured_output: ['json_object', 'json_schema', 'grammar', 'regex', 'choice'],
      logprobs: { generated: true, prompt: true },
      context_overflow: ['refuse', 'trim_oldest'],
    };
    for (const endpoint of ['/v1/chat/completions', '/v1/completions', '/v1/responses', '/v1/messages', '/api/chat']) {
      const server = [...parametersOf(endpoint)].map(([name, { status }]) => [name, status]);
      expect([...parametersOf(endpoint, capabilities)].map(([name, { status }]) => [name, status])).toEqual(server);
    }
    expect(parametersOf('/v1/completions', capabilities).get('context_overflow')?.values).toEqual([
      'refuse',
      'trim_oldest',
    ]);
  });
});
