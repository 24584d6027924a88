import { jsonLine } from './json-line.js';

it('is one line to clients that know all line ends of Unicode', () => {
  const value = { text: 'a\u0085b\u2028c\u2029d\ne\u000bf' };
  const line = jsonLine(value);
  expect(line).toBe('{"text":"a\\u0085b\\u2028c\\u2029d\\ne\\u000bf"}');
  expect(JSON.parse(line)).toEqual(value);
});
