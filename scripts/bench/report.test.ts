import { checkTarget } from './bench-case.mjs';
import { formatTable, formatTarget } from './format.mjs';
import { dotPlot, linePlot } from './plot.mjs';
import { renderReport } from './report.mjs';
import { quantile, summarize } from './statistics.mjs';

const rounds = {
  'a & b': [{ values: { speed: 10 } }, { values: { speed: 20 } }],
  loop: [{ values: { speed: 20 } }, { values: { speed: 20 } }],
};
const target = checkTarget({ metric: 'speed', peer: 'a & b', against: 'loop', by: 'ratio', atLeast: 0.9 }, rounds);

describe('statistics', () => {
  it.each([
    [[3], 0.5, 3],
    [[4, 1, 3, 2], 0.5, 2.5],
    [[1, 2, 3], 1, 3],
    [[1, 2, 3], 0.25, 1.5],
  ])('quantile of %j at %d', (values, share, expected) => {
    expect(quantile(values, share)).toBe(expected);
  });

  it('summarizes with the quartiles', () => {
    expect(summarize([1, 2, 3, 4, 5])).toEqual({ median: 3, low: 2, high: 4 });
  });
});

describe('text', () => {
  it('lines up a table', () => {
    expect(
      formatTable([
        ['a', 'number'],
        ['longer', '1'],
      ]),
    ).toBe('a       number\n------  ------\nlonger       1');
  });

  it('says what was reached and what was wanted', () => {
    expect(formatTarget(target)).toBe('MISSED speed, a & b / loop: 0.750 (0.625 to 0.875), at least 0.9');
  });
});

describe('plots', () => {
  it('draw a dot a round and the median of each peer', () => {
    const svg = dotPlot({ server: [1, 3], loop: [2] }, 'tokens/s');
    expect(svg.match(/<circle/g)).toHaveLength(3);
    expect(svg).toContain('>2.00<');
    expect(svg).not.toContain('NaN');
  });

  it('draw a curve that never changes', () => {
    const svg = linePlot([
      {
        x: 'requests',
        y: 'MiB',
        points: [
          [0, 5],
          [10, 5],
        ],
      },
    ]);
    expect(svg).toContain('<path d="M140 25.1L616 25.1"');
    expect(svg).not.toContain('NaN');
  });
});

describe('renderReport', () => {
  it('escapes names and shows each metric and target', () => {
    const load = { before: { loadAverage: 0, busyCores: 0 }, after: { loadAverage: 0, busyCores: 0.5 }, stolen: 0.214 };
    const bench = { name: 'x', title: 'x < y', rounds: 2, metrics: { speed: { unit: 't/s', better: 'higher' } } };
    const page = renderReport({
      machine: { cores: 2 },
      taken: 'now',
      cases: [{ bench, rounds, targets: [target], load }],
    });
    expect(page).toContain('x &#60; y');
    expect(page).toContain('a &#38; b');
    expect(page).toContain(
      'cores busy with other things: 0.000 before, 0.500 after; taken away by the host meanwhile: 21.4 %',
    );
    expect(page).toContain('<li class="missed">');
    expect(page.match(/<svg/g)).toHaveLength(1);
  });
});
