import { slotDemand } from './slot-demand.js';

describe('slotDemand', () => {
  it.each([
    [{ n: 1 }, { weight: 1, priority: 0 }],
    [
      { n: 4, priority: -2 },
      { weight: 4, priority: -2 },
    ],
    [
      { n: 1, bestOf: 3 },
      { weight: 3, priority: 0 },
    ],
    [
      { n: 1, deterministic: true, priority: 1 },
      { weight: 4, priority: 1 },
    ],
    [
      { n: 1, deterministic: false },
      { weight: 1, priority: 0 },
    ],
  ])('%j needs %j of 4', (request, demand) => expect(slotDemand(request, 4)).toEqual(demand));

  it.each([
    [{ n: 5 }, 'n'],
    [{ n: 0 }, 'n'],
    [{ n: 1.5 }, 'n'],
    [{ n: Number.NaN }, 'n'],
    [{ n: 1, bestOf: 5 }, 'bestOf'],
    [{ n: 5, deterministic: true }, 'n'],
  ])('refuses %j', (request, param) => {
    expect(() => slotDemand(request, 4)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', details: expect.objectContaining({ param }) }),
    );
  });
});
