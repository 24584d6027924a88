import fc from 'fast-check';
import { Walk } from '../gbnf/walk.js';
import { literals } from './literals.js';

describe('literals', () => {
  const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é', '👋'), maxLength: 5 }), {
    minLength: 1,
    maxLength: 12,
  });

  it('are read in one way, and nothing else is', () => {
    fc.assert(
      fc.property(words, words, (texts, others) => {
        const walk = new Walk(new Map([['root', literals(texts)]]));
        for (const text of texts) {
          expect(walk.accepts(text)).toBe(true);
          expect(walk.read(text).length).toBeLessThanOrEqual(5);
        }
        for (const other of others) expect(walk.accepts(other)).toBe(texts.includes(other));
      }),
    );
  });
});
