// `npm run bench [-- [--profile] CASE …]`: measures, prints a table, and writes numbers and plots to bench-results/; with
// --profile also CPU profiles of the measured servers, and flame graphs of them. A profiled server is slower.
// Exits with 1 when a target is missed. Close other programs first: the load of the machine is printed with the numbers.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { checkTarget, runCase, valuesOf } from './bench/bench-case.mjs';
import { flameGraph } from './bench/flame-graph.mjs';
import { formatLoad, formatNumber, formatTable, formatTarget } from './bench/format.mjs';
import { describeMachine, measureLoad, readTicks } from './bench/machine.mjs';
import { renderReport } from './bench/report.mjs';
import { summarize } from './bench/statistics.mjs';
import { build } from './build.mjs';
import { installIfMissing } from './install.mjs';

const CASES = 'test/performance';
const RESULTS = 'bench-results';

async function loadCases(names) {
  const files = readdirSync(CASES).filter((file) => file.endsWith('.bench.mjs'));
  const cases = await Promise.all(files.map((file) => import(pathToFileURL(join(CASES, file)).href)));
  const unknown = names.filter((name) => !cases.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    console.error(`no such case: ${unknown.join(', ')}. Cases: ${cases.map(({ name }) => name).join(', ')}`);
    process.exit(1);
  }
  return names.length > 0 ? cases.filter(({ name }) => names.includes(name)) : cases;
}

function printCase({ bench, rounds, targets, load }) {
  const rows = Object.entries(bench.metrics).flatMap(([metric, { unit }]) =>
    Object.keys(rounds)
      .map((peer) => [peer, valuesOf(rounds, peer, metric)])
      .filter(([, values]) => values.length > 0)
      .map(([peer, values]) => {
        const { median, low, high } = summarize(values);
        return [metric, peer, formatNumber(median), `${formatNumber(low)} to ${formatNumber(high)}`, unit];
      }),
  );
  console.log(`\n${bench.title}`);
  console.log(formatTable([['metric', 'peer', 'median', 'quartiles', 'unit'], ...rows]));
  console.log(formatLoad(load));
  for (const target of targets) console.log(formatTarget(target));
}

installIfMissing();
if (!(await build())) process.exit(1);

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { profile: { type: 'boolean' } },
});
const taken = new Date().toISOString();
const folder = join(RESULTS, taken.replaceAll(':', '-').slice(0, 19));
mkdirSync(folder, { recursive: true });
// read by test/performance/server-process.mjs
if (options.profile) process.env.BENCH_PROFILES = resolve(folder);

const results = [];
for (const bench of await loadCases(positionals)) {
  const before = await measureLoad();
  const from = readTicks();
  const rounds = await runCase(bench, (line) => console.log(line));
  const to = readTicks();
  const stolen = (to.stolen - from.stolen) / (to.all - from.all || 1);
  const load = { before, after: await measureLoad(), stolen };
  results.push({ bench, rounds, load, targets: bench.targets.map((target) => checkTarget(target, rounds)) });
}
for (const result of results) printCase(result);

const machine = describeMachine();
const cases = results.map(({ bench: { name, title, metrics }, ...rest }) => ({ name, title, metrics, ...rest }));
writeFileSync(join(folder, 'results.json'), `${JSON.stringify({ taken, machine, cases }, null, 2)}\n`);
writeFileSync(join(folder, 'report.html'), renderReport({ taken, machine, cases: results }));
for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
  const profile = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  writeFileSync(
    join(folder, `${file}.svg`),
    flameGraph(profile, `${positionals.join(', ')}: JavaScript of the server`),
  );
}
console.log(`\nwrote ${join(folder, 'results.json')} and ${join(folder, 'report.html')}`);
process.exit(results.every(({ targets }) => targets.every(({ met }) => met)) ? 0 : 1);
