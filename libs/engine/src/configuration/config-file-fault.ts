import type { ErrorObject } from 'ajv';
import type { ParsedFile } from './parse-config-file.js';

/** One sentence: the file, the place in it, what is expected there, and what is there. */
export function configFileFault(path: string, { value, place }: ParsedFile, errors: readonly ErrorObject[]): Error {
  // a fault far inside tells more than that none of several forms fits
  const error = [...errors].sort((a, b) => depth(b) - depth(a))[0];
  const keys = keysOf(error?.instancePath ?? '', value);
  const unknown = (error?.params as { additionalProperty?: string } | undefined)?.additionalProperty;
  const named = unknown === undefined ? keys : [...keys, unknown];
  const name = named.length === 0 ? 'the whole file' : named.join('.');
  return new Error(
    `${path}${place(named)}: ${name} ${unknown === undefined ? expected(error, valueAt(value, keys)) : 'is not known here'}`,
  );
}

function expected(error: ErrorObject | undefined, value: unknown): string {
  const { keyword, params, message = 'is not valid' } = error ?? {};
  const given = value === undefined || typeof value === 'object' ? '' : `, but is ${JSON.stringify(value)}`;
  switch (keyword) {
    case 'enum':
      return `must be one of ${(params as { allowedValues: unknown[] }).allowedValues.join(', ')}${given}`;
    case 'pattern':
      return `must look like ${(error?.parentSchema as { examples?: string[] })?.examples?.join(' or ')}${given}`;
    case 'required':
      return `must have "${(params as { missingProperty: string }).missingProperty}"`;
    default:
      return `${message}${given}`;
  }
}

function depth({ instancePath, keyword }: ErrorObject): number {
  return instancePath.split('/').length * 2 - Number(keyword === 'anyOf' || keyword === 'type');
}

/** The keys of a JSON pointer; those of lists are numbers. */
function keysOf(pointer: string, root: unknown): (string | number)[] {
  const keys: (string | number)[] = [];
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    keys.push(Array.isArray(valueAt(root, keys)) ? Number(key) : key);
  }
  return keys;
}

function valueAt(root: unknown, keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], root);
}
