import { basename } from 'node:path';
import { escapeText } from './format.mjs';

const WIDTH = 1200;
const ROW = 17;
/** Narrower frames than these pixels are left out. */
const LEAST = 1;
const COLORS = { app: '#7fb2e5', package: '#f2b880', node: '#c9c9c9' };

/**
 * A CPU profile of V8 (`node --cpu-prof`) as a flame graph: what is above called what is below it, and widths are shares of
 * the time in which JavaScript or its garbage collector ran. Idle time is left out.
 *
 * @param {{ nodes: object[], samples: number[], timeDeltas: number[] }} profile
 * @param {string} title
 * @returns {string} SVG
 */
export function flameGraph(profile, title) {
  const root = callTree(profile);
  const frames = [];
  place(root, 0, WIDTH / root.total, 0, frames);
  const rows = Math.max(...frames.map(({ depth }) => depth)) + 1;
  const height = (rows + 2) * ROW;
  const drawn = frames.map(({ node, x, width, depth }) => {
    const label = `${node.name} (${((node.total / root.total) * 100).toFixed(1)} %)`;
    const text =
      width > 40
        ? `<text x="${fixed(x + 3)}" y="${(depth + 2) * ROW - 5}">${escapeText(label.slice(0, Math.floor(width / 6.5)))}</text>`
        : '';
    const box = `<rect x="${fixed(x)}" y="${(depth + 1) * ROW}" width="${fixed(width - 0.5)}" height="${ROW - 1}" fill="${COLORS[node.kind]}"/>`;
    return `<g><title>${escapeText(`${label} ${node.place}`)}</title>${box}${text}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="11">`,
    `<title>${escapeText(title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/><text x="3" y="12" font-weight="bold">${escapeText(title)}</text>`,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

/** The calls with the microseconds that they and all below them took; calls of the same function from one place are one. */
function callTree({ nodes, samples, timeDeltas }) {
  const own = new Map();
  for (const [i, id] of samples.entries()) own.set(id, (own.get(id) ?? 0) + timeDeltas[i]);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const merge = (ids) => {
    const merged = new Map();
    for (const id of ids) {
      const { callFrame, children = [] } = byId.get(id);
      const { functionName, url, lineNumber } = callFrame;
      if (functionName === '(idle)') continue;
      const key = `${functionName} ${url}:${lineNumber}`;
      const entry = merged.get(key) ?? { callFrame, self: 0, children: [] };
      entry.self += own.get(id) ?? 0;
      entry.children.push(...children);
      merged.set(key, entry);
    }
    return [...merged.values()].map(({ callFrame, self, children }) => {
      const below = merge(children);
      const total = below.reduce((sum, child) => sum + child.total, self);
      return { ...described(callFrame), total, children: below };
    });
  };
  return merge([nodes[0].id])[0];
}

function described({ functionName, url, lineNumber }) {
  const kind = url === '' || url.startsWith('node:') ? 'node' : url.includes('node_modules') ? 'package' : 'app';
  const name = functionName === '(root)' ? 'all' : functionName || '(anonymous)';
  return { name, kind, place: url && `${basename(url)}:${lineNumber + 1}` };
}

function place(node, x, scale, depth, frames) {
  const width = node.total * scale;
  if (width < LEAST) return;
  frames.push({ node, x, width, depth });
  let at = x;
  for (const child of [...node.children].sort((a, b) => b.total - a.total)) {
    place(child, at, scale, depth + 1, frames);
    at += child.total * scale;
  }
}

function fixed(value) {
  return value.toFixed(1);
}
