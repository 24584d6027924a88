/** @param {number} value @returns {string} about three digits that count */
export function formatNumber(value) {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** @param {string[][]} rows the first is the head; columns but the first are right-aligned */
export function formatTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ');
  return [line(rows[0]), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.slice(1).map(line)].join('\n');
}

/** @param {ReturnType<import('./bench-case.mjs').checkTarget>} target */
export function formatTarget({ metric, peer, against, by, atLeast, atMost, reached, met }) {
  const what = { ratio: `${peer} / ${against}`, difference: `${peer} - ${against}`, value: peer }[by];
  const limit = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  const spread = `${formatNumber(reached.low)} to ${formatNumber(reached.high)}`;
  return `${met ? 'met   ' : 'MISSED'} ${metric}, ${what}: ${formatNumber(reached.median)} (${spread}), ${limit}`;
}

/** What else computed while a case was measured. */
export function formatLoad({ before, after, stolen }) {
  const busy = `${formatNumber(before.busyCores)} before, ${formatNumber(after.busyCores)} after`;
  return `cores busy with other things: ${busy}; taken away by the host meanwhile: ${(100 * stolen).toFixed(1)} %`;
}

/** For the inside of an HTML or SVG element or attribute. @param {string} text */
export const escapeText = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
