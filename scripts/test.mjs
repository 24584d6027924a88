// `npm test [-- JEST ARGUMENTS]`: installs what is missing, builds, tests. `npm test -- libs/kernel` runs one folder.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { installIfMissing } from './install.mjs';

/** ES modules in jest need the flag; jest's own worker processes inherit it. */
const JEST = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
/** How long jest may go on after its last test; more means that a test left something open. */
const EXIT_LIMIT_MS = 20_000;

/**
 * Runs jest; kills it when it does not end although all tests have.
 * @param {string} resultFile where jest writes its results after the last test
 * @returns {Promise<number | null>} its exit code, null for a jest that had to be killed
 */
function runJest(args, resultFile) {
  const child = spawn(process.execPath, [...JEST, '--json', `--outputFile=${resultFile}`, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  let lastSeen;
  const watch = setInterval(() => {
    if (!existsSync(resultFile)) return;
    lastSeen ??= Date.now();
    if (Date.now() - lastSeen > EXIT_LIMIT_MS) child.kill('SIGKILL');
  }, 500);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearInterval(watch);
      resolve(code);
    });
  });
}

/** Prints the skipped tests, so that none is skipped silently, and the plain last line. */
function summarize(results, exitCode, filtered) {
  const skipped = results.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'pending' || status === 'todo' || status === 'skipped')
      .map(({ fullName }) => `${relative('.', name)}: ${fullName}`),
  );
  if (!filtered) for (const test of skipped) console.log(`SKIPPED ${test}`);
  const retried = results.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, invocations }) => status === 'passed' && invocations > 1)
      .map(({ fullName }) => `${relative('.', name)}: ${fullName}`),
  );
  for (const test of retried) console.log(`PASSED ON THE SECOND TRY ${test}`);
  // a file that cannot even be loaded has no failed test, yet is one
  let failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  if (exitCode === null) {
    console.error('jest did not exit after the last test: a test left something open (try --detectOpenHandles)');
    failed += 1;
  }
  if (exitCode !== 0) failed = Math.max(failed, 1);
  const counts = `${results.numPassedTests} passed, ${failed} failed`;
  console.log(skipped.length > 0 ? `${counts}, ${skipped.length} skipped` : counts);
  return failed === 0;
}

async function test(args) {
  await installIfMissing();
  if (!(await build())) {
    console.log('0 passed, 1 failed');
    return false;
  }
  const folder = mkdtempSync(join(tmpdir(), 'otron-test-'));
  try {
    const resultFile = join(folder, 'results.json');
    const exitCode = await runJest(args, resultFile);
    if (!existsSync(resultFile)) {
      console.log('0 passed, 1 failed');
      return false;
    }
    const filtered = args.some((argument) => /^(-t|--testNamePattern)\b/.test(argument));
    return summarize(JSON.parse(readFileSync(resultFile, 'utf8')), exitCode, filtered);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

process.exit((await test(process.argv.slice(2))) ? 0 : 1);
