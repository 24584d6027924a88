import { readFileSync } from 'node:fs';
import { sampleProblems } from '../../scripts/documents/samples.mjs';
import { sourceFiles } from '../../scripts/source-files.mjs';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));

describe('code samples', () => {
  it('of all documents work', () => {
    const pages = sourceFiles(['*.md']).map((path) => ({ path, text: readFileSync(path, 'utf8') }));
    expect(sampleProblems(pages, scripts)).toEqual([]);
  });

  it('of a page import each other by name', () => {
    const text =
      "```ts one.ts\nexport const one = 1;\n```\n```ts\nimport { one } from './one.js';\nexport const two: string = one;\n```\n";
    expect(sampleProblems([{ path: 'docs/page.md', text }], scripts)).toEqual([
      "docs/page.md:6: Type 'number' is not assignable to type 'string'.",
    ]);
  });

  it('that do not work are found, with their lines', () => {
    const text = [
      '```ts',
      "import type { Plugin } from '@predict-otron/plugin-sdk';",
      "export const plugin: Plugin = { apiVersion: 2, name: 'x', setup: () => ({}) };",
      '```',
      '```json',
      '{ "a": 1, }}',
      '```',
      '```bash',
      'npm start -- --port 1 && npm run nowhere',
      '```',
    ].join('\n');
    expect(sampleProblems([{ path: 'docs/page.md', text }], scripts)).toEqual([
      expect.stringMatching(/^docs\/page\.md:3: Type '2' is not assignable to type '1'/),
      expect.stringMatching(/^docs\/page\.md:6: /),
      'docs/page.md:9: package.json has no script "nowhere"',
    ]);
  });
});
