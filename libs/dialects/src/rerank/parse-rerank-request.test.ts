import { PluginError } from '@predict-otron/plugin-sdk';
import { parseRerankRequest } from './parse-rerank-request.js';

function faultOf(body: unknown): unknown {
  try {
    parseRerankRequest(body);
  } catch (error) {
    if (PluginError.is(error)) return [error.code, error.details.param];
    throw error;
  }
  return 'accepted';
}

const base = { query: 'q', documents: ['a'] };

describe('parseRerankRequest', () => {
  it('reads every field', () => {
    expect(parseRerankRequest(base)).toEqual({
      request: { model: 'default', query: 'q', documents: ['a'] },
      returnDocuments: false,
    });
    expect(parseRerankRequest({ ...base, model: 'm', top_n: 3, return_documents: true })).toEqual({
      request: { model: 'm', query: 'q', documents: ['a'] },
      topN: 3,
      returnDocuments: true,
    });
  });

  it.each<[unknown, string | undefined]>([
    [7, undefined],
    [{}, 'query'],
    [{ query: 'q' }, 'documents'],
    [{ ...base, query: '' }, 'query'],
    [{ ...base, query: ['q'] }, 'query'],
    [{ ...base, top_n: 0 }, 'top_n'],
    [{ ...base, top_n: '1' }, 'top_n'],
    [{ ...base, return_documents: 1 }, 'return_documents'],
    [{ ...base, rank_fields: ['title'] }, 'rank_fields'],
  ])('refuses %j by name', (body, param) => {
    expect(faultOf(body)).toEqual(['INPUT_INVALID', param]);
  });
});
