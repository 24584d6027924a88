import { escapeHtml } from './escape-html.js';

it.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  [`"a" & 'b'`, '&quot;a&quot; &amp; &#39;b&#39;'],
  ['plain é', 'plain é'],
])('escapeHtml(%j)', (text, escaped) => {
  expect(escapeHtml(text)).toBe(escaped);
});
