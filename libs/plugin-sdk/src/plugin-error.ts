import type { ErrorCode } from './error-code.js';
import type { JsonObject } from './json.js';

const BRAND = Symbol.for('predict-otron.plugin-error');

/**
 * The one error that crosses the contract. `message` says to a person what happened and what to do; `details` are
 * facts for a program (`param`, `limit`, `retryAfterSeconds`, …). Anything else that is thrown counts as `INTERNAL`.
 */
export class PluginError extends Error {
  override readonly name = 'PluginError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: JsonObject = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** True for a PluginError of any copy of this package: two copies agree on the symbol. */
  static is(error: unknown): error is PluginError {
    return typeof error === 'object' && error !== null && BRAND in error;
  }

  /** The error itself if it is a PluginError, otherwise an `INTERNAL` one that keeps it as its cause. */
  static from(error: unknown): PluginError {
    if (PluginError.is(error)) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new PluginError('INTERNAL', message, {}, { cause: error });
  }
}
