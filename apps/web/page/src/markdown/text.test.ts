import { decodeEntities } from './decode-entities.js';
import { safeLink } from './safe-link.js';

describe('decodeEntities', () => {
  it.each([
    ['a &lt;b&gt; &amp;amp;', 'a <b> &amp;'],
    ['&#65;&#x42;&#X43;', 'ABC'],
    ['&unknown; &#0; &#x110000; & ;', '&unknown; &#0; &#x110000; & ;'],
  ])('reads %j', (text, decoded) => {
    expect(decodeEntities(text)).toBe(decoded);
  });
});

describe('safeLink', () => {
  it.each(['https://example.org/a?b', 'http://x', 'mailto:a@example.org'])('lets %s through', (href) => {
    expect(safeLink(href)).toBe(href);
  });

  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'JaVaScRiPt:x',
    'data:text/html,x',
    'vbscript:x',
    '/a',
    '#x',
    '',
  ])('takes %j for no link', (href) => {
    expect(safeLink(href)).toBeUndefined();
  });
});
