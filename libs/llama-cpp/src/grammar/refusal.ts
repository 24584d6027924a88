import { type ErrorCode, PluginError } from '@predict-otron/plugin-sdk';

/** A constraint that cannot be compiled, and why. Becomes a `PluginError` that names the request's parameter. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: Extract<ErrorCode, 'INPUT_INVALID' | 'UNSUPPORTED'>,
    message: string,
    /** JSON pointer to the place in the schema. */
    readonly path?: string,
  ) {
    super(message);
  }
}

/** The constraint itself is wrong. */
export function invalid(message: string, path?: string): Refusal {
  return new Refusal('INPUT_INVALID', message, path);
}

/** The constraint is right, but no grammar of ours can hold it. */
export function unsupported(message: string, path?: string): Refusal {
  return new Refusal('UNSUPPORTED', message, path);
}

/** Does the work; a refusal in it is thrown as an error of the request's field `param`. */
export function blaming<T>(param: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, path } = error;
    throw new PluginError(code, message, { param, ...(path !== undefined && { path }) });
  }
}
