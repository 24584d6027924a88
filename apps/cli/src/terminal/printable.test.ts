import { printable } from './printable.js';

it.each([
  ['plain ümläut 漢字 😀', 'plain ümläut 漢字 😀'],
  ['a\tb\nc', 'a\tb\nc'],
  ['a\r\nb', 'a\nb'],
  ['\u001b[2Jgone', '[2Jgone'],
  ['\u001b]0;title\u0007x', ']0;titlex'],
  ['a\rb\u009b31m\u007f', 'ab31m'],
])('shows %j as %j', (text, expected) => {
  expect(printable(text)).toBe(expected);
});
