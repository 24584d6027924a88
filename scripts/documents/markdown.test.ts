import { parseMarkdown } from './markdown.mjs';

const PAGE = `# The \`kernel\`: what, why?
See [a](a.md "title") and [b](<b.md#x>), not \`[c](c.md)\`.
\`\`\`\`ts index.ts
[not](a-link.md)
\`\`\`
const x = 1;
\`\`\`\`
## Ünder_score & more ##
![image](i.svg)
`;

describe('parseMarkdown', () => {
  const page = parseMarkdown(PAGE);

  it('finds links with their lines, not those in code', () => {
    expect(page.links).toEqual([
      { target: 'a.md', line: 2 },
      { target: 'b.md#x', line: 2 },
      { target: 'i.svg', line: 9 },
    ]);
  });

  it('makes anchors as GitHub does', () => {
    expect([...page.anchors]).toEqual(['the-kernel-what-why', 'ünder_score--more']);
  });

  it('reads code blocks; a shorter fence inside is text', () => {
    expect(page.blocks).toEqual([
      { language: 'ts', name: 'index.ts', text: '[not](a-link.md)\n```\nconst x = 1;\n', line: 4 },
    ]);
  });
});
