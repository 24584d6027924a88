import { deepEqual } from 'node:assert';
import assert from 'node:assert/strict';

type Test = (value: unknown) => boolean;

/** For each field of `T`, what a right value is. */
export type Shape<T> = { [K in keyof T]-?: Test };

export const text: Test = (value) => typeof value === 'string' && value.length > 0;
export const anyText: Test = (value) => typeof value === 'string';
export const flag: Test = (value) => typeof value === 'boolean';
export const count: Test = (value) => Number.isSafeInteger(value) && (value as number) > 0;
export const amount: Test = (value) => Number.isFinite(value) && (value as number) >= 0;
export const oneOf =
  (...values: unknown[]): Test =>
  (value) =>
    values.includes(value);
export const between =
  (low: number, high: number): Test =>
  (value) =>
    Number.isFinite(value) && (value as number) >= low && (value as number) <= high;
export const listOf =
  (item: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(item);
export const optional =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);
export const shaped =
  (shape: Record<string, Test>): Test =>
  (value) =>
    typeof value === 'object' && value !== null && wrongFields(value, shape).length === 0;

/** Asserts that every field is there and right, and that nothing but plain data is in it. */
export function assertShape<T extends object>(what: string, value: T, shape: Shape<T>): void {
  const wrong = wrongFields(value, shape as Record<string, Test>);
  assert.deepEqual(wrong, [], `${what} has missing or wrong fields: ${wrong.join(', ')} in ${JSON.stringify(value)}`);
  assertPlain(what, value);
}

/** Asserts that the value survives structuredClone. The loose comparison forgives the prototypes of another realm. */
export function assertPlain(what: string, value: unknown): void {
  try {
    deepEqual(structuredClone(value), value);
  } catch (error) {
    assert.fail(`${what} is not plain data: ${(error as Error).message}`);
  }
}

function wrongFields(value: object, shape: Record<string, Test>): string[] {
  return Object.entries(shape)
    .filter(([name, test]) => !test((value as Record<string, unknown>)[name]))
    .map(([name]) => name);
}
