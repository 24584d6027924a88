import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Files of the working tree that git tracks or would track.
 * @param {string[]} patterns of git, e.g. `*.md`
 * @returns {string[]} paths from the root, sorted
 */
export function sourceFiles(patterns) {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...patterns]);
  return [...new Set(list.toString().split('\0'))].filter((file) => file !== '' && existsSync(file)).sort();
}
