import { Acceptance } from './acceptance.js';

describe('Acceptance', () => {
  it('trusts a long match more than a short one before it knows anything', () => {
    const acceptance = new Acceptance();
    const chances = [2, 3, 4, 5, 8, 12, 20, 32].map((matched) => acceptance.expected(matched, 1));
    expect(chances).toEqual([...chances].sort((a, b) => a - b));
    expect(new Set(chances).size).toBe(chances.length);
  });

  it('expects the less of each token, the more must be right before it', () => {
    const acceptance = new Acceptance();
    expect(acceptance.expected(4, 0)).toBe(0);
    const sums = [1, 2, 3, 4].map((length) => acceptance.expected(2, length));
    for (let i = 1; i < sums.length; i++) {
      const more = (sums[i] as number) - (sums[i - 1] as number);
      expect(more).toBeGreaterThan(0);
      expect(more).toBeLessThan(sums[0] as number);
    }
  });

  it('rises with what comes true, falls with what does not, and keeps lengths of matches apart', () => {
    const acceptance = new Acceptance();
    const [long, short] = [acceptance.expected(24, 1), acceptance.expected(2, 1)];
    acceptance.note(24, 16, false);
    expect(acceptance.expected(24, 16)).toBeGreaterThan(12);
    for (let i = 0; i < 16; i++) acceptance.note(24, 0, true);
    expect(acceptance.expected(24, 1)).toBeLessThan(long / 4);
    expect(acceptance.expected(2, 1)).toBe(short);
  });

  it('expects less where drafts give less than was expected, until it has forgiven', () => {
    const acceptance = new Acceptance();
    const first = acceptance.expected(8, 4);
    for (let i = 0; i < 20; i++) acceptance.settle(0, acceptance.expected(8, 4));
    const poor = acceptance.expected(8, 4);
    expect(poor).toBeLessThan(first / 4);
    for (let i = 0; i < 2000; i++) acceptance.settle();
    expect(acceptance.expected(8, 4)).toBeGreaterThan(first * 0.99);
    acceptance.settle(4, 1);
    expect(acceptance.expected(8, 4)).toBeLessThanOrEqual(first);
  });

  it('comes to the share of tokens that are right', () => {
    const acceptance = new Acceptance();
    let sum = 0;
    for (let i = 0; i < 400; i++) {
      acceptance.note(40, 3, true);
      if (i >= 200) sum += acceptance.expected(40, 1);
    }
    expect(sum / 200).toBeGreaterThan(0.6);
    expect(sum / 200).toBeLessThan(0.85);
  });
});
