import { type Logger, pino, stdTimeFunctions } from 'pino';
import type { ResolvedServiceOptions } from '../service-options.js';
import { terminalLine } from './terminal-line.js';

/** The log of the process: one JSON object a line, or one short line for a person when standard output is a terminal. */
export function createLogger({ logLevel, logTo }: Pick<ResolvedServiceOptions, 'logLevel' | 'logTo'>): Logger {
  const options = {
    level: logLevel,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const terminal = process.stdout.isTTY && { write: (line: string) => process.stdout.write(terminalLine(line)) };
  const destination = logTo ?? (terminal || undefined);
  return destination ? pino(options, destination) : pino(options);
}
