import fc from 'fast-check';
import { plainParser } from '../format/segment.js';
import { wholeText } from '../text/token-bytes.js';
import { AnswerText, type Shown } from './answer-text.js';

const logprob = (token: number) => ({ token, text: '', bytes: [], logprob: -1, top: [] });

/** Shows bytes cut into tokens of the given lengths. */
function show(bytes: Uint8Array, lengths: number[], stop: string[] = []) {
  const answer = new AnswerText(stop, plainParser);
  const pieces: { text: string; tokens: number; ids: number[] }[] = [];
  const add = ({ pieces: shown }: Shown) => {
    for (const { segment, tokens, logprobs } of shown) {
      const text = segment.kind === 'text' ? segment.text : '';
      pieces.push({ text, tokens, ids: logprobs.map(({ token }) => token) });
    }
  };
  let token = 0;
  for (let at = 0; at < bytes.length; token++) {
    const length = lengths[token % lengths.length] as number;
    const cut = bytes.subarray(at, at + length);
    const result = answer.push(wholeText(cut) ?? cut, logprob(token));
    at += length;
    add(result);
    if (result.stop !== undefined) return { pieces, stop: result.stop, tokens: token + 1 };
  }
  add(answer.end());
  return { pieces, stop: undefined, tokens: token };
}

describe('AnswerText', () => {
  it('never cuts a character and counts every token once, in order', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 9 });
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '€', '👩‍🚀', '\uFEFF'), maxLength: 20 });
    fc.assert(
      fc.property(text, lengths, (words, cuts) => {
        const { pieces, tokens } = show(new TextEncoder().encode(words), cuts);
        expect(pieces.map((piece) => piece.text).join('')).toBe(words);
        for (const piece of pieces) expect(piece.text).not.toMatch(/\uFFFD/);
        expect(pieces.flatMap(({ ids }) => ids)).toEqual(Array.from({ length: tokens }, (_, i) => i));
        expect(pieces.reduce((sum, piece) => sum + piece.tokens, 0)).toBe(tokens);
      }),
    );
  });

  it('shows nothing of a stop string, and counts no token that begins in it', () => {
    const { pieces, stop } = show(new TextEncoder().encode('Hello STOP more'), [2], ['STOP']);
    expect(pieces.map(({ text }) => text).join('')).toBe('Hello ');
    expect(pieces.flatMap(({ ids }) => ids)).toEqual([0, 1, 2]);
    expect(stop).toBe('STOP');
  });

  it('shows a broken character at the end as U+FFFD', () => {
    expect(show(Uint8Array.of(0x61, 0xe2, 0x82), [1]).pieces.map(({ text }) => text)).toEqual(['a', '\uFFFD']);
  });

  it('shows a character as broken that the next token does not go on with', () => {
    const answer = new AnswerText([], plainParser);
    const texts = ['a', Uint8Array.of(0xe2, 0x82), '', 'b', 'c'].flatMap((token) =>
      answer.push(token).pieces.map(({ segment }) => 'text' in segment && segment.text),
    );
    expect(texts).toEqual(['a', '\uFFFDb', 'c']);
  });

  it('counts tokens without text', () => {
    const answer = new AnswerText([], plainParser);
    expect(answer.push('', logprob(0)).pieces).toEqual([]);
    expect(answer.push('x', logprob(1)).pieces).toMatchObject([{ tokens: 2 }]);
  });
});
