import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a chart's files, in place of the templates of an earlier chart there. */
export function writeChart(files: ReadonlyMap<string, string>, folder: string): void {
  rmSync(join(folder, 'templates'), { recursive: true, force: true });
  for (const [file, content] of files) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
