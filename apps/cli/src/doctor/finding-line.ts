import { printable } from '../terminal/printable.js';
import { styled } from '../terminal/style.js';
import type { Finding } from './finding.js';

const MARKS = {
  good: ['green', 'ok  '],
  warning: ['yellow', 'warn'],
  bad: ['red', 'bad '],
} as const;

/** A finding for a person, with what to do about it in a line of its own. */
export function findingLine({ subject, state, text, fix }: Finding): string {
  const [color, mark] = MARKS[state];
  return `${styled(color, mark)} ${subject.padEnd(10)} ${printable(text)}\n${fix ? `                -> ${printable(fix)}\n` : ''}`;
}
