import { PluginError } from '@predict-otron/plugin-sdk';
import fc from 'fast-check';
import { MAX_RANK_DOCUMENTS, parseRankDocuments } from './parse-rank-documents.js';

function paramOf(documents: unknown): unknown {
  try {
    parseRankDocuments(documents);
  } catch (error) {
    if (PluginError.is(error) && error.code === 'INPUT_INVALID') return error.details.param;
    throw error;
  }
  return 'accepted';
}

describe('parseRankDocuments', () => {
  it('reads strings and {text}, mixed', () => {
    expect(parseRankDocuments(['a', { text: 'b' }])).toEqual(['a', 'b']);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'documents'],
    ['a string', 'a', 'documents'],
    ['an empty array', [], 'documents'],
    ['too many', Array(MAX_RANK_DOCUMENTS + 1).fill('a'), 'documents'],
    ['an empty string', ['a', ''], 'documents[1]'],
    ['a number', [1], 'documents[0]'],
    ['null', [null], 'documents[0]'],
    ['an array', [['a']], 'documents[0]'],
    ['an object without a text', [{ title: 'a' }], 'documents[0]'],
    ['another field', [{ text: 'a', title: 'b' }], 'documents[0].title'],
    ['a text that is none', [{ text: 5 }], 'documents[0].text'],
    ['an empty text', ['a', { text: '' }], 'documents[1].text'],
  ])('refuses %s by name', (_, documents, param) => {
    expect(paramOf(documents)).toBe(param);
  });

  it('answers any JSON with the documents or a fault inside them', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (documents) => {
        expect(paramOf(documents)).toMatch(/^(accepted|documents[\s\S]*)$/);
      }),
    );
  });
});
