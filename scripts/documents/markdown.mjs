// What the checks need of a Markdown text, and no more: links, headings and fenced code blocks.

/** @typedef {{ target: string, line: number }} Link */
/** @typedef {{ language: string, name: string, text: string, line: number }} CodeBlock name: the word after the language,
 * such as `index.ts`, or empty; line: of its first line of code */

const FENCE = /^\s*(`{3,}|~{3,})\s*([\w+-]*)[ \t]*([\w./-]*)/;
/** `[text](target)`, an image too; a title after the target is left out. */
const LINK = /\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g;

/** The anchor that GitHub gives a heading. */
function anchor(heading) {
  return heading
    .toLowerCase()
    .replace(/`|\*|\[|\]\([^)]*\)/g, '')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/** @param {string} text @returns {{ links: Link[], anchors: Set<string>, blocks: CodeBlock[] }} */
export function parseMarkdown(text) {
  const links = [];
  const anchors = new Set();
  const blocks = [];
  let fence;
  text.split('\n').forEach((content, index) => {
    const line = index + 1;
    const mark = FENCE.exec(content);
    if (fence) {
      if (mark?.[1].startsWith(fence.mark) && mark[2] === '') fence = undefined;
      else fence.block.text += `${content}\n`;
      return;
    }
    if (mark) {
      const block = { language: mark[2], name: mark[3], text: '', line: line + 1 };
      blocks.push(block);
      fence = { mark: mark[1], block };
      return;
    }
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(content);
    if (heading) anchors.add(anchor(heading[1]));
    for (const [, target] of content.replace(/`[^`]*`/g, '').matchAll(LINK)) links.push({ target, line });
  });
  return { links, anchors, blocks };
}
