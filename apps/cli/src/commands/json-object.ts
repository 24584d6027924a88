import { InvalidArgumentError } from 'commander';

/** Reads a JSON object of a flag. */
export function jsonObject(text: string): Record<string, never> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, never>;
  } catch {
    // told below, the same as for JSON that is no object
  }
  throw new InvalidArgumentError('It must be a JSON object, such as {"mark":"!"}.');
}
