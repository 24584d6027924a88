import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokenLinks } from '../../scripts/documents/links.mjs';
import { sourceFiles } from '../../scripts/source-files.mjs';

describe('links', () => {
  it.each(sourceFiles(['*.md']))('of %s lead somewhere', (path) => {
    expect(brokenLinks(path)).toEqual([]);
  });

  it('that lead nowhere are found', () => {
    const folder = mkdtempSync(join(tmpdir(), 'otron-links-'));
    try {
      const page = join(folder, 'page.md');
      writeFileSync(join(folder, 'other.md'), '# There\n');
      writeFileSync(
        page,
        '[a](other.md#there) [b](other.md#gone)\n[c](gone.md)\n[d](https://example.org/gone) [e](#gone)\n',
      );
      expect(brokenLinks(page)).toEqual([
        `${page}:1: ${join(folder, 'other.md')} has no heading #gone`,
        `${page}:2: gone.md does not exist`,
        `${page}:3: ${page} has no heading #gone`,
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
