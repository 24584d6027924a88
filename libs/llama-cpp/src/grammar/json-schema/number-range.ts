import { numberFormat } from './formats.js';
import type { Part } from './schema-node.js';

/** One end of a range; the value itself is left out when it is open. */
export interface NumberBound {
  readonly value: number;
  readonly open: boolean;
  readonly path: string;
}

export interface NumberRange {
  readonly integer: boolean;
  readonly low?: NumberBound;
  readonly high?: NumberBound;
}

/** What parts that must all hold say of a number. */
export function numberRange(parts: readonly Part[]): NumberRange {
  let integer = false;
  const lows: NumberBound[] = [];
  const highs: NumberBound[] = [];
  for (const { schema, path } of parts) {
    const types = [schema.type ?? []].flat();
    integer ||= types.includes('integer') && !types.includes('number');
    const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema as Record<string, number | undefined>;
    const bound = (value: number | undefined, open: boolean, keyword: string): NumberBound[] =>
      value === undefined ? [] : [{ value, open, path: `${path}/${keyword}` }];
    lows.push(...bound(minimum, false, 'minimum'), ...bound(exclusiveMinimum, true, 'exclusiveMinimum'));
    highs.push(...bound(maximum, false, 'maximum'), ...bound(exclusiveMaximum, true, 'exclusiveMaximum'));
    const format = numberFormat(String(schema.format));
    integer ||= format?.integer ?? false;
    lows.push(...bound(format?.minimum, false, 'format'));
    highs.push(...bound(format?.maximum, false, 'format'));
  }
  const low = lows.sort((a, b) => b.value - a.value || Number(b.open) - Number(a.open))[0];
  const high = highs.sort((a, b) => a.value - b.value || Number(b.open) - Number(a.open))[0];
  return { integer, ...(low && { low }), ...(high && { high }) };
}

export function inRange(value: number, { integer, low, high }: NumberRange): boolean {
  if (integer && !Number.isInteger(value)) return false;
  if (low && (low.open ? value <= low.value : value < low.value)) return false;
  return !(high && (high.open ? value >= high.value : value > high.value));
}
