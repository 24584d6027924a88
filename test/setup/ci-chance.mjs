// Before each test file, in CI alone: what fails there is what a change broke. `npm test` at home draws anew each time.
import { readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { expect, jest } from '@jest/globals';

/** Tests whose subjects are processes, browsers and sockets, on a machine that does other things too. */
const WITH_PROCESSES = ['end-to-end', 'browser', 'chaos'].map((folder) => `${sep}test${sep}${folder}${sep}`);

const { testPath } = expect.getState();
if (process.env.CI) {
  // the summary names each test that needed its second try
  if (WITH_PROCESSES.some((folder) => testPath.includes(folder))) {
    jest.retryTimes(1, { logErrorsBeforeRetry: true });
  }
  if (readFileSync(testPath, 'utf8').includes("from 'fast-check'")) {
    const { default: fc } = await import('fast-check');
    fc.configureGlobal({ seed: 1 });
  }
}
