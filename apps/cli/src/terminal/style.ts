/** Whether colors may go to a stream: a terminal, and `NO_COLOR` is not set. `FORCE_COLOR` colors everything else. */
export function hasColors(
  stream: { isTTY?: boolean } = process.stdout,
  environment: Record<string, string | undefined> = process.env,
): boolean {
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR !== undefined) return environment.FORCE_COLOR !== '0';
  return stream.isTTY === true && environment.TERM !== 'dumb';
}

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

/** Writes a text in a style where the stream shows styles. */
export function styled(style: keyof typeof CODES, text: string, stream: { isTTY?: boolean } = process.stdout): string {
  const [on, off] = CODES[style];
  return hasColors(stream) ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}
