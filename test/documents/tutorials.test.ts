import { readdirSync, readFileSync } from 'node:fs';

/** The block of a page that shows a whole file. */
const shown = (page: string) => /^```javascript index\.js\n([\s\S]*?)^```$/m.exec(page)?.[1];

describe.each(readdirSync('examples'))('the example %s', (name) => {
  const code = readFileSync(`examples/${name}/index.js`, 'utf8');

  it('has under 60 lines', () => {
    expect(code.trimEnd().split('\n').length).toBeLessThan(60);
  });

  it('is shown whole by its tutorial', () => {
    expect(shown(readFileSync(`docs/plugins/${name}.md`, 'utf8'))).toBe(code);
  });
});
