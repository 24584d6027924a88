import type { Level } from './sweep.js';

const WIDTH = 560;
const HEIGHT = 200;

/** What the report says about how it was made. */
export interface BenchFacts {
  url: string;
  model: string;
  date: string;
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const number = (value: number) => (Number.isFinite(value) ? value.toFixed(1) : '-');

/** A page of its own, without scripts: the table, and plots of throughput and of the time to the first token. */
export function htmlReport({ url, model, date }: BenchFacts, levels: Level[]): string {
  const rows = levels.map(
    ({ concurrency, answers, failures, tokensPerSecond, firstTokenMs, totalMs }) =>
      `<tr><td>${[concurrency, answers, failures, number(tokensPerSecond), ...[firstTokenMs, totalMs].flatMap((it) => [number(it.median), number(it.p95), number(it.slowest)])].join('<td>')}`,
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>otron bench</title>
<style>body{font:16px system-ui;margin:2rem;max-width:60rem}td,th{padding:.2rem .8rem;text-align:right}svg{border:1px solid #999}</style>
<h1>otron bench</h1><p>${escaped(model)} at ${escaped(url)}, ${escaped(date)}</p>
<table><tr><th>requests at a time<th>answers<th>failures<th>tokens/s<th>first token, median ms<th>p95<th>slowest<th>whole, median ms<th>p95<th>slowest
${rows.join('\n')}</table>
${plot(
  'Tokens per second',
  levels.map((it) => [it.concurrency, it.tokensPerSecond]),
)}
${plot(
  'Time to the first token, p95 in ms',
  levels.map((it) => [it.concurrency, it.firstTokenMs.p95]),
)}
</html>
`;
}

/** A line through the points under a title, the horizontal axis being requests at a time. */
function plot(title: string, points: [number, number][]): string {
  const known = points.filter(([, y]) => Number.isFinite(y));
  const most = Math.max(1, ...known.map(([, y]) => y));
  const widest = Math.max(1, ...known.map(([x]) => x));
  const at = ([x, y]: [number, number]) => [
    110 + (x / widest) * (WIDTH - 150),
    HEIGHT - 30 - (y / most) * (HEIGHT - 60),
  ];
  const places = known.map((point) => at(point).map((value) => value.toFixed(1)));
  const marks = places.map(
    ([x, y], index) =>
      `<circle cx="${x}" cy="${y}" r="3"/><text x="${x}" y="${Number(y) - 8}" text-anchor="middle" font-size="11">${number(known[index]?.[1] ?? 0)}</text><text x="${x}" y="${HEIGHT - 8}" text-anchor="middle" font-size="11">${known[index]?.[0]}</text>`,
  );
  const line = `<polyline fill="none" stroke="#06c" stroke-width="2" points="${places.map((it) => it.join(',')).join(' ')}"/>`;
  const axis = `<text x="4" y="${HEIGHT - 8}" font-size="11">requests at a time</text>`;
  return `<h2>${title}</h2><svg width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${title}">${line}${marks.join('')}${axis}</svg>`;
}
