/** Codes of errors after which the same request may succeed a little later. */
const PASSING: unknown[] = ['overloaded', 'rate_limit_exceeded', 'disposed', 'engine_crashed', 'upstream'];

/** The code of an error that says that the request had no valid key. */
export const NO_KEY = 'invalid_api_key';

export function isPassing(code: unknown): boolean {
  return PASSING.includes(code);
}
