import { Type } from 'class-transformer';

/**
 * Keeps class-transformer from copying a value, which would cost time and fails on fields named like parts of JavaScript's
 * own objects. A boolean is what it takes for small; a `Transform` after it reads the value itself.
 */
export function NotCopied(): PropertyDecorator {
  return Type(() => Boolean);
}
