import fc from 'fast-check';
import { Derivatives } from '../language/derivatives.js';
import { Languages } from '../language/language.js';
import { regexLanguage } from './regex-language.js';

function matches(source: string, text: string, match: 'whole' | 'part'): boolean {
  const languages = new Languages();
  return new Derivatives(languages).matches(regexLanguage(source, match, languages), text);
}

const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '\\S', 'é', '(?:)', '\\u{1F44B}', '\\n');
const { regex } = fc.letrec<{ regex: string }>((tie) => ({
  regex: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    atom,
    fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => `${a}${b}`),
    fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => `(?:${a}|${b})`),
    fc.tuple(tie('regex'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?')).map(([a, q]) => `(${a})${q}`),
    fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => `(?=${a})${b}`),
    fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => `(?!${a})${b}`),
  ),
}));
const anchored = fc
  .tuple(fc.constantFrom('', '^'), regex, fc.constantFrom('', '$'))
  .map(([start, middle, end]) => `${start}${middle}${end}`);
const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', 'é', '👋', '\n', ' '), maxLength: 6 });

describe('regexLanguage', () => {
  it.each(['whole', 'part'] as const)('matches as ECMAScript does (%s)', (match) => {
    fc.assert(
      fc.property(anchored, fc.array(text, { minLength: 1, maxLength: 8 }), (source, texts) => {
        const expected = new RegExp(match === 'whole' ? `^(?:${source})$` : source, 'u');
        for (const one of texts) {
          try {
            expect([source, one, matches(source, one, match)]).toEqual([source, one, expected.test(one)]);
          } catch (error) {
            // an assertion inside of what is repeated
            if ((error as { code?: string }).code !== 'UNSUPPORTED') throw error;
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['^\\w+([-.]\\w+)*@(?:[a-z0-9-]+\\.)+[a-z]{2,}$', ['me@example.org', 'a.b-c@x.y.zz'], ['@x.yy', 'a@b', 'a b@c.de']],
    [
      "^(?!\\.)(?!.*\\.\\.)([A-Za-z0-9_'+\\-.]*)[A-Za-z0-9_+-]@([A-Za-z0-9-]+\\.)+[A-Za-z]{2,}$",
      ['a.b@c.de'],
      ['.a@b.cc', 'a..b@c.dd'],
    ],
    ['foo|^bar$', ['xfoox', 'bar'], ['xbar', 'barx', 'fo']],
    ['', ['', 'anything'], []],
    ['a$b', [], ['ab', 'a$b']],
    ['\\s\\D\\W\\x41', [' x-A'], [' 1-A']],
  ])('%s', (source, good, bad) => {
    for (const one of good) expect(matches(source, one, 'part')).toBe(true);
    for (const one of bad) expect(matches(source, one, 'part')).toBe(false);
  });

  it.each([
    ['a(?<=a)b', 'UNSUPPORTED', '(?<=a)'],
    ['(a)\\1', 'UNSUPPORTED', '\\1'],
    ['\\bword', 'UNSUPPORTED', '\\b'],
    ['\\p{L}+', 'UNSUPPORTED', '\\p{L}'],
    ['[\\p{L}]', 'UNSUPPORTED', '\\p{L}'],
    ['(?i:a)', 'UNSUPPORTED', '(?i:a)'],
    ['(?:^a)+', 'UNSUPPORTED', '(?:^a)+'],
    ['a*^b', 'UNSUPPORTED', '^'],
    ['(a', 'INPUT_INVALID', 'Unterminated group'],
    ['[b-a]', 'INPUT_INVALID', 'Range out of order'],
    ['\\-', 'INPUT_INVALID', 'Invalid escape'],
    ['a{2,1}', 'INPUT_INVALID', 'numbers out of order'],
    [`${'('.repeat(100)}${')'.repeat(100)}`, 'UNSUPPORTED', 'deeper'],
  ])('refuses %s', (source, code, words) => {
    expect(() => matches(source, '', 'part')).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
  });
});
