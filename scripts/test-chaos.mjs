// `npm run test:chaos [-- OPTIONS] [FILE…]`: trouble on purpose, and a server that has to be well again after each piece of it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { installIfMissing } from './install.mjs';

const HELP = `Usage: npm run test:chaos [-- OPTIONS] [FILE…]
  --long            a hundred thousand requests of fuzz, an hour of soak, ten rounds of each random trouble
  --seed N          where chance begins; printed, so that what it found can be tried again
  --requests N      of the fuzz (2000)
  --fleet           the fuzz goes to a server in front of engines
  --soak SECONDS    of mixed traffic (15)
  --rounds N        of random trouble (1)
  --no-build        take what is built
FILE is a part of a file's name in test/chaos, such as fuzz.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    long: { type: 'boolean' },
    seed: { type: 'string' },
    requests: { type: 'string' },
    soak: { type: 'string' },
    rounds: { type: 'string' },
    fleet: { type: 'boolean' },
    'no-build': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

function number(name, usual) {
  const value = Number(values[name] ?? usual);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} must be a whole number, but it is "${values[name]}".`);
  process.exit(2);
}

const chaos = {
  seed: number('seed', Date.now() % 2 ** 31),
  requests: number('requests', values.long ? 100_000 : 2_000),
  fleet: values.fleet ?? false,
  soakSeconds: number('soak', values.long ? 3_600 : 15),
  rounds: number('rounds', values.long ? 10 : 1),
};
console.log(
  `Chaos with --seed ${chaos.seed} --requests ${chaos.requests} --soak ${chaos.soakSeconds} --rounds ${chaos.rounds}`,
);

function fail(message) {
  console.error(message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

if (!values['no-build']) {
  await installIfMissing();
  if (!(await build())) fail('It does not build.');
}
const folder = mkdtempSync(join(tmpdir(), 'otron-chaos-'));
const resultFile = join(folder, 'results.json');
const { status } = spawnSync(
  process.execPath,
  [
    ...[
      '--experimental-vm-modules',
      '--no-warnings=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      '--maxWorkers=2',
    ],
    ...['--testMatch', '**/test/chaos/*.chaos.ts', '--globals', JSON.stringify({ chaos })],
    ...['--json', `--outputFile=${resultFile}`, ...positionals],
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
if (!existsSync(resultFile)) fail('jest ended without a result.');
const { testResults, numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
  readFileSync(resultFile, 'utf8'),
);
rmSync(folder, { recursive: true });
const skipped = testResults.flatMap(({ assertionResults }) =>
  assertionResults.filter(({ status: how }) => how === 'pending'),
);
for (const { fullName } of skipped) console.log(`SKIPPED ${fullName}`);
const retried = testResults.flatMap(({ assertionResults }) =>
  assertionResults.filter(({ status: how, invocations }) => how === 'passed' && invocations > 1),
);
for (const { fullName } of retried) console.log(`PASSED ON THE SECOND TRY ${fullName}`);
const failed = Math.max(numFailedTests + numRuntimeErrorTestSuites, status === 0 ? 0 : 1);
console.log(`${numPassedTests} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);
