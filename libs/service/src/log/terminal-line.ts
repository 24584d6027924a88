import { inspect } from 'node:util';

const COLORS: Record<string, string> = { error: '31', fatal: '31', warn: '33', debug: '2', trace: '2' };

interface LogRecord {
  time: string;
  level: string;
  msg?: string;
  context?: string;
  err?: { stack?: string; message?: string };
  [field: string]: unknown;
}

/** A JSON log line as one for a person: local time, level, message, the other fields, then the stack of an error. */
export function terminalLine(json: string): string {
  const { time, level, msg, context, err, ...fields } = JSON.parse(json) as LogRecord;
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${text(value)}`);
  const line = [
    new Date(time).toLocaleTimeString('en-GB'),
    paint(level.toUpperCase().padEnd(5), COLORS[level]),
    context && `[${context}]`,
    msg ?? err?.message,
    ...rest,
  ];
  return `${line.filter(Boolean).join(' ')}\n${err?.stack ? `${err.stack}\n` : ''}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { breakLength: Number.POSITIVE_INFINITY });
}

function paint(word: string, color: string | undefined): string {
  return color ? `\u001b[${color}m${word}\u001b[0m` : word;
}
