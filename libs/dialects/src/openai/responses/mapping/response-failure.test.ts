import { type ErrorCode, PluginError } from '@predict-otron/plugin-sdk';
import { openAiError } from '../../openai-error.js';
import { responseFailure } from './response-failure.js';

describe('responseFailure', () => {
  it.each<[ErrorCode, string, string, string]>([
    ['UNSUPPORTED', 'response_format', 'text.format', 'unsupported_parameter'],
    ['INPUT_INVALID', 'constraint', 'text.format', 'invalid_value'],
    ['UNSUPPORTED', 'reasoning_effort', 'reasoning.effort', 'unsupported_parameter'],
    ['UNSUPPORTED', 'reasoning.effort', 'reasoning.effort', 'unsupported_parameter'],
    ['UNSUPPORTED', 'context_overflow', 'truncation', 'unsupported_parameter'],
    ['UNSUPPORTED', 'contextOverflow', 'truncation', 'unsupported_parameter'],
    ['UNSUPPORTED', 'tools', 'tools', 'unsupported_parameter'],
    ['UNSUPPORTED', 'prompt.tools', 'tools', 'unsupported_parameter'],
    ['UNSUPPORTED', 'toolChoice', 'tool_choice', 'unsupported_parameter'],
    ['UNSUPPORTED', 'messages', 'input', 'unsupported_parameter'],
    ['UNSUPPORTED', 'prompt.messages[2].content[0]', 'input', 'unsupported_parameter'],
    ['UNSUPPORTED', 'logprobs', 'include', 'unsupported_parameter'],
    ['INPUT_INVALID', 'sampling.topK', 'top_k', 'invalid_value'],
    ['INPUT_INVALID', 'maxTokens', 'max_output_tokens', 'invalid_value'],
    ['MODEL_NOT_FOUND', 'model', 'model', 'model_not_found'],
  ])('names %s of %s as %s', (code, param, name, wireCode) => {
    const { body } = openAiError(responseFailure(new PluginError(code, 'Said.', { param })));
    expect(body.error).toMatchObject({ message: 'Said.', param: name, code: wireCode });
  });

  it.each([new TypeError('x'), new PluginError('OVERLOADED', 'Busy.', { retryAfterSeconds: 3 }), 'x'])(
    'leaves other errors as they are: %s',
    (error) => {
      expect(responseFailure(error)).toBe(error);
    },
  );

  it('keeps the facts and the cause', () => {
    const error = new PluginError('INPUT_INVALID', 'Bad.', { param: 'constraint', path: '/a' });
    expect(responseFailure(error)).toMatchObject({ details: { param: 'text.format', path: '/a' }, cause: error });
  });
});
