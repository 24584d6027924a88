import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import { ERROR_CODES, type ErrorCode, PluginError } from '@predict-otron/plugin-sdk';
import { openAiError } from './openai-error.js';

const fastifyError = (statusCode: number, message: string) =>
  Object.assign(new Error(message), { statusCode, code: 'FST_X' });

describe('openAiError', () => {
  it.each<[ErrorCode, number, string, string]>([
    ['INPUT_INVALID', 400, 'invalid_request_error', 'invalid_value'],
    ['UNSUPPORTED', 400, 'invalid_request_error', 'unsupported_parameter'],
    ['MODEL_INVALID', 400, 'invalid_request_error', 'model_invalid'],
    ['CONTEXT_OVERFLOW', 400, 'invalid_request_error', 'context_length_exceeded'],
    ['UNAUTHENTICATED', 401, 'authentication_error', 'invalid_api_key'],
    ['FORBIDDEN', 403, 'permission_error', 'forbidden'],
    ['GATED', 403, 'permission_error', 'gated'],
    ['MODEL_NOT_FOUND', 404, 'invalid_request_error', 'model_not_found'],
    ['CONFLICT', 409, 'invalid_request_error', 'conflict'],
    ['TOO_LARGE', 413, 'invalid_request_error', 'request_too_large'],
    ['RATE_LIMITED', 429, 'rate_limit_error', 'rate_limit_exceeded'],
    ['OVERLOADED', 429, 'rate_limit_error', 'overloaded'],
    ['CANCELLED', 499, 'invalid_request_error', 'cancelled'],
    ['STAGE_FAILED', 500, 'server_error', 'stage_failed'],
    ['INTERNAL', 500, 'server_error', 'internal_error'],
    ['UPSTREAM', 502, 'server_error', 'upstream'],
    ['TIMEOUT', 504, 'server_error', 'timeout'],
    ['OUT_OF_MEMORY', 503, 'server_error', 'out_of_memory'],
    ['DEVICE_UNAVAILABLE', 503, 'server_error', 'device_unavailable'],
    ['ENGINE_CRASHED', 503, 'server_error', 'engine_crashed'],
    ['DISK_FULL', 503, 'server_error', 'disk_full'],
    ['DISPOSED', 503, 'server_error', 'disposed'],
  ])('answers %s with %i', (code, status, type, wireCode) => {
    const answer = openAiError(new PluginError(code, 'Said.', { param: 'model' }));
    expect(answer).toMatchObject({ status, body: { error: { type, param: 'model', code: wireCode } } });
    expect(answer.body.error.message === 'Said.').toBe(status !== 500);
    expect('retry-after' in answer.headers).toBe(status === 429 || status === 503);
  });

  it('has a status for every code', () => {
    for (const code of ERROR_CODES) expect(openAiError(new PluginError(code, '')).status).toBeGreaterThanOrEqual(400);
  });

  it.each([
    [{}, '1'],
    [{ retryAfterSeconds: 7 }, '7'],
    [{ retryAfterSeconds: 0.2 }, '1'],
    [{ retryAfterSeconds: -5 }, '1'],
    [{ retryAfterSeconds: 'soon' }, '1'],
  ])('tells when to try again: %j', (details, seconds) => {
    expect(openAiError(new PluginError('OVERLOADED', 'Busy.', details)).headers).toEqual({ 'retry-after': seconds });
  });

  it.each<[string, unknown, number, string, string | null]>([
    ['Nest, 404', new NotFoundException('Cannot GET /x'), 404, 'Cannot GET /x', 'not_found'],
    ['Nest, 400', new BadRequestException('Bad.'), 400, 'Bad.', 'bad_request'],
    ['Nest, 405', new HttpException('Use POST.', 405), 405, 'Use POST.', 'method_not_allowed'],
    ['Nest, 418', new HttpException('Tea.', 418), 418, 'Tea.', null],
    ['Fastify, 413', fastifyError(413, 'Too large.'), 413, 'Too large.', 'request_too_large'],
    ['Fastify, 415', fastifyError(415, 'No JSON.'), 415, 'No JSON.', 'unsupported_media_type'],
  ])('keeps the status and message of %s', (_, error, status, message, code) => {
    expect(openAiError(error)).toEqual({
      status,
      headers: {},
      body: { error: { message, type: 'invalid_request_error', param: null, code } },
    });
  });

  it.each<[string, unknown, number]>([
    ['a bug', new TypeError('x is undefined at /srv/secret.js'), 500],
    ['Nest, 500', new HttpException('secret', 500), 500],
    ['Fastify, 503', fastifyError(503, 'secret'), 503],
    ['a status that is none', fastifyError(200, 'secret'), 500],
    ['a string', 'secret', 500],
    ['nothing', undefined, 500],
    ['a stage', new PluginError('STAGE_FAILED', 'secret'), 500],
  ])('says nothing of the insides: %s', (_, error, status) => {
    const answer = openAiError(error);
    expect(answer.status).toBe(status);
    expect(answer.body.error.code).toBe(PluginError.is(error) ? 'stage_failed' : 'internal_error');
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  it.each([
    ['messages[0].content', 'messages[0].content'],
    ['sampling.topP', 'top_p'],
    ['maxTokens', 'max_tokens'],
    ['sampling.logitBias[3]', 'logit_bias'],
    ['sampling.temperature', 'temperature'],
    ['n', 'n'],
    ['prompt.messages[2].role', 'messages[2].role'],
    ['prompt.tokens[5]', 'prompt'],
    ['prompt.tools[1].parameters', 'tools[1]'],
    ['prompt.tools', 'tools'],
    ['prompt.suffix', 'suffix'],
    ['prompt.prefix', 'prompt'],
    ['constraint', 'response_format'],
    ['constraint.jsonSchema', 'response_format'],
    ['constraint.gbnf', 'grammar'],
    ['constraint.regex', 'regex'],
    ['constraint.choice[2]', 'choice'],
    ['reasoning', 'reasoning_effort'],
    ['reasoning.effort', 'reasoning_effort'],
    ['reasoning.budget', 'reasoning_budget'],
    ['contextOverflow', 'context_overflow'],
    ['bestOf', 'best_of'],
    ['reasoning_budget', 'reasoning_budget'],
    ['prompt', 'prompt'],
    ['metadata.someKey', 'metadata.someKey'],
  ])('names %s as %s', (param, name) => {
    expect(openAiError(new PluginError('UNSUPPORTED', 'No.', { param })).body.error.param).toBe(name);
  });

  it.each([
    ['/properties/a', 'No. The place in the schema: /properties/a'],
    ['', 'No. The place in the schema: its root'],
    [undefined, 'No.'],
  ])('tells the place in a schema: %j', (path, message) => {
    const error = new PluginError('UNSUPPORTED', 'No.', {
      param: 'response_format',
      ...(path === undefined ? {} : { path }),
    });
    expect(openAiError(error).body.error).toMatchObject({ message, param: 'response_format' });
  });

  it('passes on what is wrong with a field', () => {
    const details = { param: 'temp', problem: 'unknown_parameter' };
    expect(openAiError(new PluginError('INPUT_INVALID', 'No.', details)).body.error.code).toBe('unknown_parameter');
  });
});
