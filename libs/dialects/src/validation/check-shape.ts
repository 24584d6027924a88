import type { ClassConstructor } from 'class-transformer';
import { type Nested, nestedIn } from '../fields/nested-fields.js';
import { invalidField } from './invalid-field.js';

/** Beyond these a body is refused before anything else looks at it: what follows is recursive and compares keys pairwise. */
export const SHAPE_LIMITS = {
  /** Objects and arrays inside one another. */
  depth: 64,
  /** Keys of one object. */
  keys: 4096,
  /** Objects in the whole body. */
  objects: 20_000,
  /** Items of all arrays in the body together. */
  items: 1_000_000,
} as const;

interface Place {
  value: object;
  path: string;
  depth: number;
  nested: Nested | undefined;
}

/**
 * Holds a parsed JSON body to {@link SHAPE_LIMITS}, and to names that no JavaScript object has by itself, except in fields
 * that hold any JSON. Throws `INPUT_INVALID`. Keeps its own stack: a body may be nested deeper than calls can be.
 */
export function checkShape(body: object, Request?: ClassConstructor<object>): void {
  const open: Place[] = [{ value: body, path: '', depth: 1, nested: Request && (() => Request) }];
  const left = { objects: SHAPE_LIMITS.objects, items: SHAPE_LIMITS.items };
  for (let place = open.pop(); place; place = open.pop()) {
    const { value, path, depth, nested } = place;
    if (depth > SHAPE_LIMITS.depth) throw invalidField(path, `is nested more than ${SHAPE_LIMITS.depth} levels deep`);
    if (Array.isArray(value)) {
      left.items -= value.length;
      if (left.items < 0) throw invalidField(path, `has too many items: a body may have ${SHAPE_LIMITS.items}`);
      for (let index = 0; index < value.length; index++) {
        const item: unknown = value[index];
        if (isContainer(item)) open.push({ value: item, path: `${path}[${index}]`, depth: depth + 1, nested });
      }
    } else {
      left.objects -= 1;
      if (left.objects < 0) throw invalidField(path, `is one object too many: a body may have ${SHAPE_LIMITS.objects}`);
      open.push(...containersIn(place));
    }
  }
}

function containersIn({ value, path, depth, nested }: Place): Place[] {
  const entries = Object.entries(value);
  if (entries.length > SHAPE_LIMITS.keys) {
    throw invalidField(path, `has ${entries.length} keys; at most ${SHAPE_LIMITS.keys} are accepted`);
  }
  const containers: Place[] = [];
  const fields = nestedIn(value, nested);
  for (const [key, item] of entries) {
    const itemPath = path === '' ? key : `${path}.${key}`;
    if (key in Object.prototype && nested !== 'any')
      throw invalidField(itemPath, 'has a name that is not accepted', 'unknown_parameter');
    if (isContainer(item)) containers.push({ value: item, path: itemPath, depth: depth + 1, nested: fields(key) });
  }
  return containers;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
