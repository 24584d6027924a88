import type { ClassConstructor } from 'class-transformer';
import { validateRequest } from '../validation/index.js';

/**
 * Validates all fields of a body but one, and hands that one back as it came: it may hold thousands of texts or a
 * million token ids, which a reader of its own checks in one pass.
 */
export function validateApart<T extends object>(
  Fields: ClassConstructor<T>,
  body: unknown,
  name: string,
): { fields: T; apart: unknown } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { fields: validateRequest(Fields, body), apart: undefined };
  }
  const { [name]: apart, ...rest } = body as Record<string, unknown>;
  return { fields: validateRequest(Fields, rest), apart };
}
