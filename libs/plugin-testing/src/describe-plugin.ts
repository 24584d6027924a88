import type { Plugin } from '@predict-otron/plugin-sdk';
import { checksFor } from './checks/checks-for.js';
import { patience, runCheck } from './checks/run-check.js';
import type { PluginTestOptions } from './options.js';
import { PLACES } from './subject/place.js';
import { Subject } from './subject/subject.js';
import { type TestRunner, testRunner } from './test-runner.js';

/** Time for the runner's own limit above the check's, so that the check's message is the one that is seen. */
const MARGIN_MS = 5000;

/**
 * The contract test of a plugin: every check, twice, in place and over a message port, as in a worker thread.
 * `options` names what the plugin contributes and the models on which that is tested.
 */
export function describePlugin(
  plugin: Plugin,
  options: PluginTestOptions = {},
  runner: TestRunner = testRunner(),
): void {
  const { describe, it, afterAll } = runner;
  const timeout = patience(options) + MARGIN_MS;
  for (const place of PLACES)
    describe(`${plugin.name} ${place.name}`, () => {
      const subject = new Subject(plugin, options, place);
      afterAll(() => subject.close(), timeout);
      for (const check of checksFor(options, place)) it(check.name, () => runCheck(check, subject), timeout);
    });
}
