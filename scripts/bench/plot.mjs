// Two small plots as SVG text: a strip of dots for each peer, and curves.
import { escapeText, formatNumber } from './format.mjs';
import { quantile } from './statistics.mjs';

const WIDTH = 640;
const LEFT = 140;
const RIGHT = 24;
/** Told apart by people who do not see all colours (Okabe and Ito). */
const COLORS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00'];

const text = (x, y, content, anchor = 'start') =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${escapeText(content)}</text>`;
const svg = (height, parts) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" ` +
  `font-family="system-ui, sans-serif" font-size="12" fill="#333">${parts.join('')}</svg>`;

/** @returns {(value: number) => number} from a range of values to a range of pixels */
function scale([low, high], [from, to]) {
  const span = high - low || 1;
  return (value) => Math.round((from + ((value - low) / span) * (to - from)) * 10) / 10;
}

/**
 * One row a peer: a dot a round, a line at the median. The axis starts at zero, so that lengths compare.
 * @param {Record<string, number[]>} peers values by peer @param {string} unit
 */
export function dotPlot(peers, unit) {
  const rows = Object.entries(peers);
  const x = scale([0, Math.max(...rows.flatMap(([, values]) => values)) * 1.05], [LEFT, WIDTH - RIGHT]);
  const bottom = rows.length * 32 + 8;
  const parts = rows.flatMap(([peer, values], row) => {
    const y = row * 32 + 24;
    const color = COLORS[row % COLORS.length];
    const median = quantile(values, 0.5);
    return [
      text(LEFT - 12, y + 4, peer, 'end'),
      ...values.map((value) => `<circle cx="${x(value)}" cy="${y}" r="4" fill="${color}" fill-opacity="0.5"/>`),
      `<path d="M${x(median)} ${y - 10}V${y + 10}" stroke="${color}" stroke-width="2"/>`,
      text(x(median), y - 12, formatNumber(median), 'middle'),
    ];
  });
  const axis = `<path d="M${LEFT} ${bottom}H${WIDTH - RIGHT}" stroke="#999"/>`;
  return svg(bottom + 24, [
    ...parts,
    axis,
    text(LEFT, bottom + 16, '0'),
    text(WIDTH - RIGHT, bottom + 16, unit, 'end'),
  ]);
}

/** @param {import('./bench-case.mjs').Series[]} curves with the same axes, one a round */
export function linePlot(curves) {
  const height = 240;
  const points = curves.flatMap((curve) => curve.points);
  const xs = points.map(([x]) => x);
  const top = Math.max(...points.map(([, y]) => y)) * 1.05;
  const x = scale([Math.min(...xs), Math.max(...xs)], [LEFT, WIDTH - RIGHT]);
  const y = scale([0, top], [height - 32, 16]);
  const lines = curves.map((curve, index) => {
    const path = curve.points.map(([px, py]) => `${x(px)} ${y(py)}`).join('L');
    return `<path d="M${path}" fill="none" stroke="${COLORS[index % COLORS.length]}" stroke-width="2"/>`;
  });
  return svg(height, [
    `<path d="M${LEFT} 16V${height - 32}H${WIDTH - RIGHT}" fill="none" stroke="#999"/>`,
    ...lines,
    text(LEFT - 12, 24, formatNumber(top), 'end'),
    text(LEFT - 12, height - 32, '0', 'end'),
    text(LEFT - 12, 44, curves[0].y, 'end'),
    text(LEFT, height - 12, formatNumber(Math.min(...xs))),
    text(WIDTH - RIGHT, height - 12, `${formatNumber(Math.max(...xs))} ${curves[0].x}`, 'end'),
  ]);
}
