import { NgramLookup } from './ngram-lookup.js';

function lookup(text: number[], capacity = 100): NgramLookup {
  const all = new NgramLookup(capacity);
  for (const token of text) all.push(token);
  return all;
}

describe('NgramLookup', () => {
  it('guesses nothing of a text that repeats nothing', () => {
    expect(lookup([]).guess(3)).toBeUndefined();
    expect(lookup([1]).guess(3)).toBeUndefined();
    expect(lookup([1, 2, 3, 4, 5, 1]).guess(3)).toBeUndefined();
  });

  it('guesses what followed the same tokens before', () => {
    expect(lookup([1, 2, 3, 4, 5, 6, 9, 1, 2]).guess(3)).toEqual({ matched: 2, tokens: [3, 4, 5] });
  });

  it('takes the longest n-gram rather than the last place', () => {
    const text = [1, 2, 3, 4, 50, 7, 3, 4, 60, 7, 1, 2, 3, 4];
    expect(lookup(text).guess(1)).toEqual({ matched: 4, tokens: [50] });
  });

  it('takes the last place of an n-gram', () => {
    expect(lookup([1, 2, 30, 8, 1, 2, 40, 9, 1, 2]).guess(1)).toEqual({ matched: 2, tokens: [40] });
  });

  it('goes round and round where the text does', () => {
    expect(lookup([7, 1, 2, 3, 1, 2, 3]).guess(7)).toEqual({ matched: 3, tokens: [1, 2, 3, 1, 2, 3, 1] });
    expect(lookup([5, 5, 5]).guess(4)).toEqual({ matched: 2, tokens: [5, 5, 5, 5] });
  });

  it('says how much was found again', () => {
    const list = Array.from({ length: 50 }, (_, i) => i);
    expect(lookup([...list, 99, ...list.slice(30, 36)]).guess(1)).toEqual({ matched: 6, tokens: [36] });
    expect(lookup([...list, 99, ...list.slice(0, 45)]).guess(1)).toEqual({ matched: 32, tokens: [45] });
  });

  it('forgets what it is told to, and takes no more than its capacity', () => {
    const full = lookup([1, 2, 3, 4, 1, 2, 9], 6);
    expect(full.length).toBe(6);
    expect(full.guess(1)).toEqual({ matched: 2, tokens: [3] });
    full.clear();
    for (const token of [8, 1, 2]) full.push(token);
    expect(full.guess(1)).toBeUndefined();
  });

  it('never guesses by a hash alone', () => {
    // far more n-grams than places in the table
    const all = new NgramLookup(4000);
    const text: number[] = [];
    let state = 1;
    for (let i = 0; i < 4000; i++) {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      const guess = all.guess(1);
      if (guess) {
        expect(guess.matched).toBeGreaterThanOrEqual(2);
        const end = text.slice(-guess.matched).join();
        const before = text.slice(0, -1);
        expect(before.some((_, at) => before.slice(at, at + guess.matched).join() === end)).toBe(true);
      }
      text.push((state >> 8) % 60);
      all.push(text.at(-1) as number);
    }
  });
});
