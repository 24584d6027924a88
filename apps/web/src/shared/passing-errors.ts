/** Codes of errors after which the same request may succeed a little later. */
const PASSING: unknown[] = ['overloaded', 'rate_limit_exceeded', 'disposed', 'engine_crashed', 'upstream'];

export function isPassing(code: unknown): boolean {
  return PASSING.includes(code);
}
