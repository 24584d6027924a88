import { withTimeLimit } from './time-limit.js';

describe('withTimeLimit', () => {
  it('gives the result of work that ends in time', async () => {
    expect(await withTimeLimit('it', 10_000, async () => 7)).toBe(7);
    expect(await withTimeLimit('it', 10_000, () => 7)).toBe(7);
  });

  it('rejects with TIMEOUT when the work does not end', async () => {
    await expect(withTimeLimit('The setup', 5, () => new Promise(() => {}))).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: 'The setup took longer than 5 ms.',
    });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('rejects as the work %s', async (_, work) => {
    await expect(withTimeLimit('it', 10_000, work)).rejects.toThrow('no');
  });
});
