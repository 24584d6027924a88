import { htmlReport } from './html-report.js';
import type { Level } from './sweep.js';

const spread = { median: 1, p95: 2, slowest: 3 };
const level: Level = {
  concurrency: 1,
  answers: 4,
  failures: 0,
  tokensPerSecond: 50,
  firstTokenMs: spread,
  totalMs: spread,
};

it('has a row for each level, plots, and no markup from elsewhere', () => {
  const none = { median: Number.NaN, p95: Number.NaN, slowest: Number.NaN };
  const levels = [
    level,
    { ...level, concurrency: 4, tokensPerSecond: 100 },
    { ...level, concurrency: 8, firstTokenMs: none },
  ];
  const page = htmlReport({ url: 'http://x', model: '<script>', date: '2026-01-01' }, levels);
  expect(page).toContain('<tr><td>4<td>4<td>0<td>100.0<td>1.0<td>2.0<td>3.0');
  expect(page.match(/<svg/g)).toHaveLength(2);
  expect(page).toContain('&#60;script&#62;');
  expect(page).not.toMatch(/NaN|<script>/);
});
