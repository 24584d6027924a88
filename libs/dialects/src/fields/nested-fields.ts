import type { ClassConstructor } from 'class-transformer';

/** What the objects in a field are: of a class, by what they look like, or any JSON at all. */
export type Nested = 'any' | ((object: Record<string, unknown>) => ClassConstructor<object>);

const FIELDS = new WeakMap<object, Map<string, Nested>>();

/** Remembers what a field holds, so that a body can be looked through before instances are made of it. */
export function NestedField(nested: Nested): PropertyDecorator {
  return (prototype, key) => {
    const fields = FIELDS.get(prototype) ?? new Map<string, Nested>();
    FIELDS.set(prototype, fields.set(String(key), nested));
  };
}

/** Says what the fields of an object hold, by what the object itself is; `undefined` where nothing is known. */
export function nestedIn(object: object, nested: Nested | undefined): (key: string) => Nested | undefined {
  if (typeof nested !== 'function') return () => nested;
  const { prototype } = nested(object as Record<string, unknown>);
  return (key) => {
    for (let level = prototype; level; level = Object.getPrototypeOf(level)) {
      const found = FIELDS.get(level)?.get(key);
      if (found) return found;
    }
    return undefined;
  };
}
