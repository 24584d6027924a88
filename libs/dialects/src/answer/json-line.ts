/** Line ends of Unicode that JSON leaves as they are: clients that split lines with Python's `splitlines` would cut there. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;

/** JSON that is one line to every client, for streams whose items are lines. */
export function jsonLine(value: object): string {
  return JSON.stringify(value).replace(LINE_ENDS, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
