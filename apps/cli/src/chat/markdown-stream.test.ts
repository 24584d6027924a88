import { stripVTControlCharacters } from 'node:util';
import { MarkdownStream } from './markdown-stream.js';

const TEXT = '# Title\nplain **bold** and `a ** b`\n```js\nconst x = 2 ** 3;\n```\n* item **\n`end';

beforeAll(() => {
  process.env.FORCE_COLOR = '1';
  delete process.env.NO_COLOR;
});
afterAll(() => {
  delete process.env.FORCE_COLOR;
});

/** The end and the new begin of one style. */
const MERGED = ['\u001b[22m\u001b[1m', '\u001b[22m\u001b[2m', '\u001b[39m\u001b[36m'];

const render = (pieces: string[]) => {
  const markdown = new MarkdownStream({ isTTY: true });
  return pieces.map((piece) => markdown.write(piece)).join('') + markdown.end();
};

it.each([
  ['**b**', '\u001b[2m**\u001b[22m\u001b[1mb\u001b[22m\u001b[2m**\u001b[22m'],
  ['`c`', '\u001b[2m`\u001b[22m\u001b[36mc\u001b[39m\u001b[2m`\u001b[22m'],
  ['# h', '\u001b[1m# h\u001b[22m'],
  ['#h', '#h'],
])('styles %s', (text, expected) => {
  expect(render([text])).toBe(expected);
});

it.each([1, 2, 3, 5, 1000])('leaves the text as it is when it comes %d characters at a time', (size) => {
  const pieces = TEXT.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
  expect(stripVTControlCharacters(render(pieces))).toBe(TEXT);
});

it('looks the same however it is cut', () => {
  const merged = (text: string) => MERGED.reduce((it, codes) => it.replaceAll(codes, ''), text);
  expect(merged(render(TEXT.split('')))).toBe(merged(render([TEXT])));
});
