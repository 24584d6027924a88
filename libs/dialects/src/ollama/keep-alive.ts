import { applyDecorators } from '@nestjs/common';
import { Field } from '../fields/field.js';
import { Rule } from '../fields/rule.js';

/** How long a model stays in memory after an answer: seconds, or a duration such as `5m`. */
export type KeepAlive = number | string;

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const DURATION = /^-?(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;

/** Milliseconds, infinite for ever; `undefined` where the request says nothing, `NaN` for what is none. */
export function keepAliveMs(value: KeepAlive | undefined): number | undefined {
  if (value === undefined || value === null) return undefined;
  const text = String(value).trim();
  const ms = DURATION.test(text) ? durationMs(text) : text === '' ? Number.NaN : Number(text) * 1000;
  return ms < 0 ? Number.POSITIVE_INFINITY : ms;
}

function durationMs(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  const ms = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit as string] ?? 0), 0);
  return text.startsWith('-') ? -ms : ms;
}

/** How long a model stays in memory after this request. */
export function KeepAliveField(): PropertyDecorator {
  return applyDecorators(
    Field({
      oneOf: [{ type: 'number' }, { type: 'string' }],
      description:
        'How long the model stays in memory after this answer and those that follow: seconds, or a duration such as "5m" or "1h30m"; 0 unloads it at once, a negative one keeps it. Left out, what held before holds.',
      example: '5m',
    }),
    Rule((value) =>
      Number.isNaN(keepAliveMs(value as KeepAlive))
        ? 'must be a number of seconds or a duration such as "5m"'
        : undefined,
    ),
  );
}
