import fc from 'fast-check';
import { sharePieces } from './pieces.js';

describe('sharePieces', () => {
  it.each([
    [[], 100, []],
    [[500], 100, [100]],
    [[50], 100, [50]],
    [[500, 10], 100, [90, 10]],
    [[500, 400], 100, [25, 75]],
    [[500, 30, 20], 100, [50, 30, 20]],
  ])('of %j in %i', (rests, room, pieces) => expect(sharePieces(rests, room)).toEqual(pieces));

  it('uses all the room, or reads all; never more of a prompt than is left', () => {
    const rests = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(rests, fc.integer({ min: 1, max: 600 }), (all, room) => {
        const pieces = sharePieces(all, room);
        const sum = pieces.reduce((a, b) => a + b, 0);
        const total = all.reduce((a, b) => a + b, 0);
        expect(sum).toBe(Math.min(room, total));
        expect(pieces.every((piece, i) => piece >= 0 && piece <= (all[i] as number))).toBe(true);
        expect(pieces[0]).toBeGreaterThanOrEqual(Math.min(all[0] as number, Math.floor(room / 4)));
      }),
    );
  });
});
