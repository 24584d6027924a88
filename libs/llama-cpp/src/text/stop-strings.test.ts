import fc from 'fast-check';
import { StopStrings } from './stop-strings.js';

/** Shows a text that comes in pieces, up to the first stop string. */
function show(pieces: string[], stops: string[]) {
  const finder = new StopStrings(stops);
  const shown: string[] = [];
  for (const piece of pieces) {
    const { text, stop } = finder.push(piece);
    shown.push(text);
    if (stop !== undefined) return { shown, stop };
  }
  return { shown: [...shown, finder.flush()], stop: undefined };
}

describe('StopStrings', () => {
  it.each([
    [['Hello wor', 'ld'], ['world'], 'Hello ', 'world'],
    [['a', 'b', 'c'], ['abc'], '', 'abc'],
    [['ab', 'x'], ['abc'], 'abx', undefined],
    [['aab', 'c'], ['abc'], 'a', 'abc'],
    [['one two'], ['two', 'one'], '', 'one'],
    [['abc'], ['ab', 'abc'], '', 'abc'],
    [['text'], [], 'text', undefined],
  ])('%j with %j shows %j', (pieces, stops, text, stop) => {
    const result = show(pieces, stops);
    expect(result.shown.join('')).toBe(text);
    expect(result.stop).toBe(stop);
  });

  it('shows what precedes the first stop string, however the text is cut, and nothing of the string', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 30 });
    const stop = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(letters, stop, fc.array(fc.nat(5), { minLength: 1, maxLength: 30 }), (text, only, cuts) => {
        const pieces: string[] = [];
        for (let at = 0, i = 0; at < text.length; i++) {
          const length = 1 + (cuts[i % cuts.length] as number);
          pieces.push(text.slice(at, at + length));
          at += length;
        }
        const { shown, stop: met } = show(pieces, [only]);
        const at = text.indexOf(only);
        expect(shown.join('')).toBe(at < 0 ? text : text.slice(0, at));
        expect(met).toBe(at < 0 ? undefined : only);
      }),
    );
  });
});
