import { flameGraph } from './flame-graph.mjs';

const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 0 });
const profile = {
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 3, 4] },
    { id: 2, callFrame: frame('(idle)') },
    { id: 3, callFrame: frame('decode<T>', 'file:///app/decode.js'), children: [5] },
    { id: 4, callFrame: frame('(garbage collector)') },
    { id: 5, callFrame: frame('write', 'node:net') },
  ],
  samples: [2, 3, 5, 4],
  timeDeltas: [900, 50, 30, 20],
};

it('shows shares of the time in which something ran', () => {
  const svg = flameGraph(profile, 'A server & its work');
  expect(svg).toContain('A server &#38; its work');
  expect(svg).toContain('<title>all (100.0 %) </title>');
  expect(svg).toContain('<title>decode&#60;T&#62; (80.0 %) decode.js:1</title>');
  expect(svg).toContain('<title>write (30.0 %) node:net:1</title>');
  expect(svg).toContain('<title>(garbage collector) (20.0 %) </title>');
  expect(svg).not.toContain('idle');
});

it('puts callees below their caller, and as wide as their share', () => {
  const svg = flameGraph(profile, '');
  const [, x, y, width] = /write.*?<rect x="([\d.]+)" y="(\d+)" width="([\d.]+)"/.exec(svg) ?? [];
  const [, callerX, callerY] = /decode&#60;.*?<rect x="([\d.]+)" y="(\d+)"/.exec(svg) ?? [];
  expect(Number(y)).toBeGreaterThan(Number(callerY));
  expect(x).toBe(callerX);
  expect(width).toBe('359.5');
});
