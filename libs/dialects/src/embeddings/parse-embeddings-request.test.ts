import { PluginError } from '@predict-otron/plugin-sdk';
import fc from 'fast-check';
import { parseEmbeddingsRequest } from './parse-embeddings-request.js';

function faultOf(body: unknown): unknown {
  try {
    parseEmbeddingsRequest(body);
  } catch (error) {
    if (PluginError.is(error)) return [error.code, error.details.param];
    throw error;
  }
  return 'accepted';
}

describe('parseEmbeddingsRequest', () => {
  it('fills in what is absent or null', () => {
    const expected = {
      request: { model: 'default', input: { texts: ['a'] }, truncate: false },
      encodingFormat: 'float',
    };
    expect(parseEmbeddingsRequest({ input: 'a' })).toEqual(expected);
    const nulls = {
      model: null,
      encoding_format: null,
      dimensions: null,
      user: null,
      input_type: null,
      truncate: null,
    };
    expect(parseEmbeddingsRequest({ input: 'a', ...nulls })).toEqual(expected);
  });

  it('reads every field', () => {
    const body = { model: 'm', input: [[1, 2]], encoding_format: 'base64', dimensions: 64, user: 'u' };
    expect(parseEmbeddingsRequest({ ...body, input_type: 'query', truncate: true })).toEqual({
      request: {
        model: 'm',
        input: { tokens: [[1, 2]] },
        dimensions: 64,
        inputType: 'query',
        truncate: true,
      },
      encodingFormat: 'base64',
      user: 'u',
    });
  });

  it.each<[unknown, string | undefined]>([
    [null, undefined],
    ['text', undefined],
    [[], undefined],
    [{}, 'input'],
    [{ input: null }, 'input'],
    [{ input: 'a', model: 5 }, 'model'],
    [{ input: 'a', model: '' }, 'model'],
    [{ input: 'a', encoding_format: 'int8' }, 'encoding_format'],
    [{ input: 'a', dimensions: 0 }, 'dimensions'],
    [{ input: 'a', dimensions: 1.5 }, 'dimensions'],
    [{ input: 'a', dimensions: '64' }, 'dimensions'],
    [{ input: 'a', user: {} }, 'user'],
    [{ input: 'a', input_type: 'search_query' }, 'input_type'],
    [{ input: 'a', truncate: 'END' }, 'truncate'],
    [{ input: 'a', inputs: 'a' }, 'inputs'],
    [{ input: 'a', constructor: 5 }, 'constructor'],
  ])('refuses %j by name', (body, param) => {
    expect(faultOf(body)).toEqual(['INPUT_INVALID', param]);
  });

  it('reads a million token ids as they are', () => {
    const tokens = Array.from({ length: 1_000_000 }, (_, id) => id % 30_000);
    expect(parseEmbeddingsRequest({ input: tokens }).request.input).toEqual({ tokens: [tokens] });
  });

  it('accepts any JSON or refuses it by name', () => {
    const field = fc.constantFrom(
      'model',
      'input',
      'encoding_format',
      'dimensions',
      'user',
      'input_type',
      'truncate',
      'x',
    );
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue()), (body) => {
        expect([['INPUT_INVALID', expect.any(String)], 'accepted']).toContainEqual(faultOf(body));
      }),
    );
  });
});
