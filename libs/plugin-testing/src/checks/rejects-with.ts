import assert from 'node:assert/strict';
import { type ErrorCode, PluginError } from '@predict-otron/plugin-sdk';

/** Asserts that the promise rejects with a PluginError of this code, and returns it. */
export async function rejectsWith(code: ErrorCode, what: string, promise: Promise<unknown>): Promise<PluginError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error !== undefined, `${what} must be refused with ${code}; it was accepted.`);
  assert.ok(PluginError.is(error), `${what} must be refused with ${code}; it threw ${String(error)}.`);
  assert.equal(error.code, code, `${what} must be refused with ${code}; it was ${error.code}: ${error.message}`);
  return error;
}
