import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import {
  ApplyTemplateRequest,
  ChatCompletionRequest,
  CompletionRequest,
  DetokenizeRequest,
  TokenizeRequest,
  validateRequest,
} from '@predict-otron/dialects';
import type { GenerationEvent, LogProbability } from '@predict-otron/plugin-sdk';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { of, throwError } from 'rxjs';
import { delta, end, FakeKernel, modelEntry, PROMPT, startEngine } from '../engine.fixture.js';
import { CHAT_EXAMPLES } from './chat-examples.js';
import { COMPLETION_EXAMPLES } from './completion-examples.js';
import {
  APPLY_TEMPLATE_EXAMPLES,
  DETOKENIZE_EXAMPLES,
  INPUT_TOKENS_EXAMPLES,
  TOKENIZE_EXAMPLES,
} from './token-examples.js';

const LOGPROBS: LogProbability[] = [
  { token: 1, text: 'a', bytes: [97], logprob: -1, top: [{ token: 1, text: 'a', bytes: [97], logprob: -1 }] },
];

describe('the API document', () => {
  let kernel: FakeKernel;
  let app: NestFastifyApplication;
  let url: string;
  let document: OpenAPIObject;
  let ajv: Ajv2020;

  beforeAll(async () => {
    kernel = new FakeKernel();
    kernel.entries = [
      modelEntry('tiny', { aliases: ['default'] }),
      modelEntry('b', { state: 'failed', reason: 'Broken.' }),
    ];
    kernel.answer = ({ request: { n } }) => {
      const answers = Array.from({ length: n }, (_, index) => index);
      const tool = { type: 'delta', index: 0, kind: 'tool-call', call: 0, argumentsDelta: '{}', tokens: 1 } as const;
      return of<GenerationEvent[]>(
        PROMPT,
        { type: 'warning', code: 'odd', message: 'Odd.' },
        { type: 'delta', index: 0, kind: 'reasoning', text: 'Hm.', tokens: 1 },
        { ...tool, id: 'call_1', name: 'f' },
        ...answers.flatMap((index): GenerationEvent[] => [
          { type: 'delta', index, kind: 'text', text: 'a', tokens: 1, logprobs: LOGPROBS },
          delta('b', index),
          end(index),
        ]),
      );
    };
    ({ app, url } = await startEngine(kernel));
    const config = new DocumentBuilder().setOpenAPIVersion('3.1.0').build();
    document = SwaggerModule.createDocument(app, config);
    // fields that the document does not know must not go unnoticed
    for (const schema of Object.values(document.components?.schemas ?? {})) {
      Object.assign(schema, { additionalProperties: false });
    }
    ajv = new Ajv2020({ strict: false });
    ajv.addSchema(document, 'api');
  });
  afterAll(() => app.close());

  const post = (path: string, body: object) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  /** What is wrong with a value by a schema of the document. */
  function faults(schema: string, value: unknown): unknown {
    return ajv.validate({ $ref: `api#/components/schemas/${schema}` }, value) ? [] : ajv.errors;
  }

  it('has every route, each with its answers', () => {
    const answers = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { responses }]) => [method, path, ...Object.keys(responses)]),
    );
    const byRoute = (all: string[][]) => all.map((words) => words.join(' ')).sort();
    const expected = [
      ['post', '/v1/chat/completions', '200', '400', '404', '413', '429', '500', '503'],
      ['post', '/v1/chat/completions/input_tokens', '200', '400', '404', '413', '500', '503'],
      ['post', '/v1/completions', '200', '400', '404', '413', '429', '500', '503'],
      ['post', '/v1/messages', '200', '400', '404', '413', '429', '500', '503'],
      ['post', '/v1/messages/count_tokens', '200', '400', '404', '413', '500', '503'],
      ['get', '/v1/models', '200', '400'],
      ['get', '/v1/models/{id}', '200', '404'],
      ['post', '/api/chat', '200', '400', '404', '413', '429', '500', '503'],
      ['post', '/api/generate', '200', '400', '404', '413', '429', '500', '503'],
      ['get', '/api/tags', '200'],
      ['get', '/api/ps', '200'],
      ['post', '/api/show', '200', '400', '404', '413'],
      ['get', '/api/version', '200'],
      ['post', '/api/pull', '200', '400', '403', '413'],
      ['delete', '/api/delete', '200', '400', '403', '404', '409', '413'],
      ['get', '/models', '200'],
      ['post', '/models/pull', '200', '400', '403', '413'],
      ['get', '/models/pulls', '200'],
      ['get', '/models/pulls/{pull_id}', '200', '404'],
      ['delete', '/models/pulls/{pull_id}', '200', '403', '404'],
      ['post', '/models/verify', '200', '400', '403', '404', '409', '413'],
      ['get', '/models/{id}', '200', '404'],
      ['get', '/models/{id}/fit', '200', '400', '404'],
      ['delete', '/models/{id}', '200', '403', '404', '409'],
      ['post', '/models/{id}/load', '200', '403', '404', '500', '503'],
      ['post', '/models/{id}/unload', '200', '403', '404'],
      ['post', '/api/create', '400'],
      ['post', '/api/copy', '400'],
      ['post', '/api/push', '400'],
      ['get', '/v1/parameters', '200', '400', '404'],
      ['get', '/admin/hardware', '200', '401', '403'],
      ['get', '/admin/plugins', '200', '401', '403'],
      ['post', '/v1/responses', '200', '400', '404', '413', '429', '500', '503'],
      ['post', '/v1/responses/input_tokens', '200', '400', '404', '413', '500', '503'],
      ['get', '/v1/responses/{response_id}', '200', '400', '404'],
      ['delete', '/v1/responses/{response_id}', '200', '404'],
      ['get', '/v1/responses/{response_id}/input_items', '200', '400', '404'],
      ['post', '/v1/responses/{response_id}/cancel', '200', '400', '404'],
      ['get', '/v1/streams/{id}', '200', '400', '404'],
      ['delete', '/v1/streams/{id}', '204', '404'],
      ['get', '/asyncapi.json', '200'],
      ['post', '/tokenize', '200', '400', '404', '413', '500', '503'],
      ['post', '/detokenize', '200', '400', '404', '413', '500', '503'],
      ['post', '/apply-template', '200', '400', '404', '413', '500', '503'],
    ];
    expect(byRoute(answers)).toEqual(byRoute(expected));
  });

  it('describes every field of every class', () => {
    for (const schema of Object.values(document.components?.schemas ?? {})) {
      expect(ajv.validateSchema(schema)).toBe(true);
      expect(Object.keys((schema as { properties?: object }).properties ?? {})).not.toEqual([]);
    }
  });

  it.each([
    [
      'ChatCompletion',
      '/v1/chat/completions',
      { messages: [{ role: 'user', content: 'Hi' }], n: 2, logprobs: true, metadata: { a: 'b' }, timings: true },
    ],
    ['ChatCompletion', '/v1/chat/completions', { messages: [{ role: 'user', content: 'Hi' }] }],
    ['TextCompletion', '/v1/completions', { prompt: 'Hi', logprobs: 1 }],
    ['TextCompletion', '/v1/completions', { prompt: ['Hi', 'Ho'], timings: true }],
    ['TextCompletion', '/v1/completions', { prompt: [72, 105], echo: true, logprobs: 1 }],
    ['ResponseInputTokens', '/v1/chat/completions/input_tokens', { messages: [{ role: 'user', content: 'Hi' }] }],
    ['TokenizedText', '/tokenize', { content: 'Hi' }],
    ['DetokenizedText', '/detokenize', { tokens: [72, 105] }],
    ['AppliedTemplate', '/apply-template', { messages: [{ role: 'user', content: 'Hi' }] }],
    ['OpenAiErrorBody', '/v1/completions', { prompt: 5 }],
    ['OpenAiErrorBody', '/v1/completions', {}],
  ])('describes a real %s', async (schema, path, body) => {
    const answer = await (await post(path, { model: 'default', ...body })).json();
    expect(faults(schema, answer)).toEqual([]);
    expect(faults(schema, {})).not.toEqual([]);
  });

  it.each([
    [
      'ChatCompletionChunk',
      '/v1/chat/completions',
      { messages: [{ role: 'user', content: 'Hi' }], n: 2, logprobs: true },
    ],
    ['TextCompletion', '/v1/completions', { prompt: 'Hi', logprobs: 1 }],
  ])('describes each %s of a stream', async (schema, path, body) => {
    const stream = { stream: true, stream_options: { include_usage: true } };
    const text = await (await post(path, { model: 'default', ...stream, ...body })).text();
    const chunks = text.split('\n\n').filter((event) => event.startsWith('data: {'));
    expect(chunks.length).toBeGreaterThan(4);
    for (const chunk of chunks) expect(faults(schema, JSON.parse(chunk.slice('data: '.length)))).toEqual([]);
  });

  it.each([
    ['OpenAiModelList', '/v1/models'],
    ['OpenAiModel', '/v1/models/default'],
    ['OpenAiErrorBody', '/v1/models/nothing'],
    ['ParameterList', '/v1/parameters'],
    ['ParameterList', '/v1/parameters?model=default'],
    ['PluginList', '/admin/plugins'],
  ])('describes a real %s', async (schema, path) => {
    expect(faults(schema, await (await fetch(url + path)).json())).toEqual([]);
  });

  it('has examples that are accepted', () => {
    for (const { value } of Object.values(CHAT_EXAMPLES)) {
      expect(faults('ChatCompletionRequest', value)).toEqual([]);
      expect(validateRequest(ChatCompletionRequest, value)).toBeInstanceOf(ChatCompletionRequest);
    }
    for (const { value } of Object.values(COMPLETION_EXAMPLES)) {
      expect(faults('CompletionRequest', value)).toEqual([]);
      expect(validateRequest(CompletionRequest, value)).toBeInstanceOf(CompletionRequest);
    }
  });

  it.each([
    ['TokenizeRequest', TokenizeRequest, TOKENIZE_EXAMPLES],
    ['DetokenizeRequest', DetokenizeRequest, DETOKENIZE_EXAMPLES],
    ['ApplyTemplateRequest', ApplyTemplateRequest, APPLY_TEMPLATE_EXAMPLES],
    ['ChatCompletionRequest', ChatCompletionRequest, INPUT_TOKENS_EXAMPLES],
  ])('has examples of %s that are accepted', (schema, Request, examples) => {
    for (const { value } of Object.values(examples)) {
      expect(faults(schema, value)).toEqual([]);
      expect(validateRequest<object>(Request, value)).toBeInstanceOf(Request);
    }
  });

  it.each([
    ['a wrong type', { temperature: 'hot' }],
    ['a value out of range', { temperature: 3 }],
    ['a tool without a function', { tools: [{ type: 'function' }] }],
    ['a choice of a function without a name', { tool_choice: { type: 'function', function: {} } }],
    ['a format that is not known', { response_format: { type: 'xml' } }],
    ['what is not built yet', { store: true }],
    ['no messages', { messages: [] }],
    ['a message without a role', { messages: [{ content: 'Hi' }] }],
    ['an unknown field', { temp: 1 }],
    ['an unknown option of the stream', { stream: true, stream_options: { usage: true } }],
  ])('refuses %s as the server does', (_, fields) => {
    const body = { ...CHAT_EXAMPLES.question.value, ...fields };
    expect(faults('ChatCompletionRequest', body)).not.toEqual([]);
    expect(() => validateRequest(ChatCompletionRequest, body)).toThrow();
  });

  it('describes an error of the middle of a stream', async () => {
    kernel.answer = () => throwError(() => new Error('broken'));
    const response = await post('/v1/chat/completions', CHAT_EXAMPLES.stream.value);
    expect(faults('OpenAiErrorBody', await response.json())).toEqual([]);
  });
});
