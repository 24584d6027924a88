import type { Plugin } from '@predict-otron/plugin-sdk';
import type { Check } from './checks/check.js';
import { checksFor } from './checks/checks-for.js';
import { runCheck } from './checks/run-check.js';
import type { PluginTestOptions } from './options.js';
import { PLACES } from './subject/place.js';
import { Subject } from './subject/subject.js';

/** One check in one place. */
export interface CheckResult {
  /** `in place` or `over a message port`. */
  place: string;
  check: string;
  /** Why the plugin did not pass it. */
  error?: Error;
}

/** Runs the whole contract test without a test runner, one check after the other; gives each result as it comes. */
export async function* checkPlugin(plugin: Plugin, options: PluginTestOptions): AsyncGenerator<CheckResult> {
  for (const place of PLACES) {
    const subject = new Subject(plugin, options, place);
    const close: Check<Subject> = { name: 'the plugin ends', run: () => subject.close() };
    for (const check of [...checksFor(options, place), close]) {
      const error = await runCheck(check, subject).then(
        () => undefined,
        (failure: Error) => failure,
      );
      yield { place: place.name, check: check.name, ...(error && { error }) };
    }
  }
}
