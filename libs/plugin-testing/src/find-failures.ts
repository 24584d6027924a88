import type { Plugin } from '@predict-otron/plugin-sdk';
import type { Check } from './checks/check.js';
import { checksFor } from './checks/checks-for.js';
import { runCheck } from './checks/run-check.js';
import type { PluginTestOptions } from './options.js';
import { PLACES } from './subject/place.js';
import { Subject } from './subject/subject.js';

/** A check that a plugin did not pass. */
export interface Failure {
  /** `in place` or `over a message port`. */
  place: string;
  check: string;
  error: Error;
}

/** Runs the whole contract test without a test runner. An empty list: the plugin keeps the contract. */
export async function findFailures(plugin: Plugin, options: PluginTestOptions): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const place of PLACES) {
    const subject = new Subject(plugin, options, place);
    const close: Check<Subject> = { name: 'the plugin ends', run: () => subject.close() };
    for (const check of [...checksFor(options, place), close])
      await runCheck(check, subject).catch((error: Error) => {
        failures.push({ place: place.name, check: check.name, error });
      });
  }
  return failures;
}
