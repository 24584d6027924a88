import { HttpException } from '@nestjs/common';
import { type ErrorCode, PluginError } from '@predict-otron/plugin-sdk';
import { dialectError } from './dialect-error.js';

const asked = (url: string, headers: object = {}) => ({ id: 'req_1', url, headers: { ...headers } });
const BAD = new PluginError('INPUT_INVALID', 'temperature must be a number.', { param: 'temperature' });
const ANTHROPIC = {
  type: 'error',
  error: { type: 'invalid_request_error', message: 'temperature must be a number.' },
  request_id: 'req_1',
};

describe('dialectError', () => {
  it.each(['/v1/chat/completions', '/v1/messages', '/api/chat'])(
    'names fields that objects have by themselves on %s',
    (url) => {
      for (const param of ['constructor', 'toString', '__proto__.x', 'tools[0].valueOf']) {
        const error = new PluginError('INPUT_INVALID', `${param} is odd.`, { param });
        expect(JSON.stringify(dialectError(error, asked(url)).body)).toContain(param);
      }
    },
  );

  it.each<[string, object, object]>([
    ['/v1/messages', {}, ANTHROPIC],
    ['/v1/messages?beta=true', {}, ANTHROPIC],
    ['/v1/messages/count_tokens', {}, ANTHROPIC],
    ['/v1/models/x', { 'anthropic-version': '2023-06-01' }, ANTHROPIC],
    ['/v1/models/x', {}, { error: { param: 'temperature' } }],
    ['/v1/chat/completions', { 'anthropic-version': '2023-06-01' }, { error: { param: 'temperature' } }],
    ['/v1/messagesx', {}, { error: { param: 'temperature' } }],
    ['/api/chat', {}, { error: 'options.temperature: temperature must be a number.' }],
    ['/v2/models/a/infer', {}, { error: 'temperature must be a number.' }],
    ['/apix', {}, { error: { param: 'temperature' } }],
  ])('answers %s with %j in its own shape', (url, headers, body) => {
    expect(dialectError(BAD, asked(url, headers))).toMatchObject({ status: 400, body });
  });

  it.each<[ErrorCode | number, number, string]>([
    ['UNSUPPORTED', 400, 'invalid_request_error'],
    ['CONTEXT_OVERFLOW', 400, 'invalid_request_error'],
    ['UNAUTHENTICATED', 401, 'authentication_error'],
    ['FORBIDDEN', 403, 'permission_error'],
    ['MODEL_NOT_FOUND', 404, 'not_found_error'],
    ['CONFLICT', 409, 'invalid_request_error'],
    ['TOO_LARGE', 413, 'request_too_large'],
    ['OVERLOADED', 429, 'rate_limit_error'],
    ['INTERNAL', 500, 'api_error'],
    ['UPSTREAM', 502, 'api_error'],
    ['DISPOSED', 503, 'overloaded_error'],
    ['TIMEOUT', 504, 'timeout_error'],
    [405, 405, 'invalid_request_error'],
  ])('calls %s in Anthropic’s API %i %s', (cause, status, type) => {
    const error =
      typeof cause === 'number'
        ? new HttpException('No.', cause)
        : new PluginError(cause, 'No.', { retryAfterSeconds: 3 });
    const answer = dialectError(error, asked('/v1/messages'));
    expect(answer).toMatchObject({ status, body: { error: { type } }, headers: { 'request-id': 'req_1' } });
    expect(answer.headers['retry-after']).toBe(status === 429 || status === 503 ? '3' : undefined);
  });

  it.each([
    ['response_format', 'output_config.format: No.', 'format: No.'],
    ['reasoning_effort', 'thinking: No.', 'think: No.'],
    ['sampling.topK', 'top_k: No.', 'options.top_k: No.'],
    ['stop', 'stop_sequences: No.', 'options.stop: No.'],
    ['prompt.tools[1].parameters.type', 'tools[1]: No.', 'tools[1]: No.'],
    ['prompt.messages[2].content', 'messages: No.', 'messages[2].content: No.'],
  ])('gives %s the name that it has in each API', (param, anthropic, ollama) => {
    const error = new PluginError('UNSUPPORTED', 'No.', { param });
    expect(dialectError(error, asked('/v1/messages')).body).toMatchObject({ error: { message: anthropic } });
    expect(dialectError(error, asked('/api/chat')).body).toEqual({ error: ollama });
  });

  it.each(['/v1/messages', '/api/chat'])('shows nothing of the inside at %s', (url) => {
    expect(JSON.stringify(dialectError(new Error('secret'), asked(url)))).not.toContain('secret');
  });
});
