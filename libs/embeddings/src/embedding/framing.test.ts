import { Framing } from './framing.js';

describe('Framing', () => {
  it.each([
    ['before and after', [101], [102]],
    ['with the ids that a probe would try first', [0, 1], [2]],
    ['after alone', [], [7]],
    ['nowhere', [], []],
  ])('frames and cuts where special tokens stand %s', async (_, front, back) => {
    const framing = await Framing.of({ frame: async (tokens) => [...front, ...tokens, ...back] });
    const row = framing.frame([10, 11, 12, 13]);
    expect(row).toEqual([...front, 10, 11, 12, 13, ...back]);
    const specials = front.length + back.length;
    expect(framing.cut(row, 2 + specials)).toEqual([...front, 10, 11, ...back]);
  });

  it('refuses a backend that drops the token', async () => {
    await expect(Framing.of({ frame: async () => [101, 102] })).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});
