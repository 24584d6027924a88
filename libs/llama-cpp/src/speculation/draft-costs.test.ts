import { DraftCosts } from './draft-costs.js';

/** Costs of steps as `ms` says, measured for these lengths. */
function measured(ms: (length: number) => number, lengths: number[], longest = 16): DraftCosts {
  const costs = new DraftCosts(longest);
  for (const length of lengths) costs.note(length, ms(length));
  return costs;
}

/** Each drafted token is right with this chance. */
const each = (chance: number) => (length: number) =>
  Array.from({ length }, (_, i) => chance ** (i + 1)).reduce((sum, reached) => sum + reached, 0);

describe('DraftCosts', () => {
  it('drafts nothing before a step without a draft was measured', () => {
    expect(new DraftCosts(16).bestLength(each(1), 16)).toBe(0);
  });

  it('tries the longest draft where all is right, and none where nothing is', () => {
    const costs = measured(() => 10, [0]);
    expect(costs.bestLength(each(1), 64)).toBe(16);
    expect(costs.bestLength(each(1), 5)).toBe(4);
    expect(costs.bestLength(each(1), 0)).toBe(0);
    expect(costs.bestLength(each(0), 64)).toBe(0);
  });

  it('takes a length that is none of the usual ones where it is the longest', () => {
    expect(measured(() => 10, [0], 5).bestLength(each(1), 64)).toBe(5);
  });

  it('never drafts where each token costs as much as a step', () => {
    const costs = measured((length) => 10 * (1 + length), [0, 1, 2, 4, 8, 16]);
    for (const rate of [0.1, 0.5, 0.9, 0.99]) expect(costs.bestLength(each(rate), 16)).toBe(0);
  });

  it('drafts the more, the likelier the tokens and the cheaper they are', () => {
    const all = [0, 1, 2, 3, 4, 6, 8, 12, 16];
    const cheap = measured((length) => 10 + length, all);
    const dear = measured((length) => 10 + 5 * length, all);
    expect(cheap.bestLength(each(0.5), 16)).toBeGreaterThan(dear.bestLength(each(0.5), 16));
    expect(cheap.bestLength(each(0.9), 16)).toBeGreaterThan(cheap.bestLength(each(0.5), 16));
    expect(dear.bestLength(each(0.3), 16)).toBe(0);
  });

  it('is not led astray by one step that another program made long', () => {
    const costs = measured((length) => 10 + length, [0, 4, 8, 16]);
    costs.note(16, 60);
    expect(costs.bestLength(each(0.98), 16)).toBeGreaterThan(8);
  });

  it('tries a length again that was slow long ago', () => {
    const costs = measured((length) => (length > 0 ? 500 : 10), [0, 1, 2, 3, 4, 6, 8, 12, 16]);
    expect(costs.bestLength(each(1), 16)).toBe(0);
    for (let i = 0; i < 600; i++) costs.note(0, 10);
    expect(costs.bestLength(each(1), 16)).toBe(16);
  });
});
