import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseMarkdown } from './markdown.mjs';

/**
 * Links between files of the repository that lead nowhere; addresses elsewhere are not followed.
 * @param {string} path of a Markdown file
 * @returns {string[]} one sentence for each
 */
export function brokenLinks(path) {
  const page = parseMarkdown(readFileSync(path, 'utf8'));
  const problems = [];
  for (const { target, line } of page.links) {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) continue;
    const [file, anchor] = decodeURIComponent(target).split('#');
    const linked = file === '' ? path : normalize(file.startsWith('/') ? file.slice(1) : join(dirname(path), file));
    if (!existsSync(linked)) problems.push(`${path}:${line}: ${target} does not exist`);
    else if (anchor && statSync(linked).isFile() && linked.endsWith('.md')) {
      const { anchors } = parseMarkdown(readFileSync(linked, 'utf8'));
      if (!anchors.has(anchor)) problems.push(`${path}:${line}: ${linked} has no heading #${anchor}`);
    }
  }
  return problems;
}
