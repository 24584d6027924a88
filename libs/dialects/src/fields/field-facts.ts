import type { ClassConstructor } from 'class-transformer';

/** What can be told of a field of a request. */
export interface FieldFacts {
  description: string;
  /** Always, not only where the rest of the object asks for it. */
  required: boolean;
  type?: unknown;
  minimum?: number;
  maximum?: number;
  enum?: unknown;
  default?: unknown;
  /** The only values that are accepted, beside null, of a field that is not built yet. */
  neutral?: unknown[];
}

const FACTS = new WeakMap<object, Map<string, FieldFacts>>();

/** Remembers facts of a field, beside those known before. */
export function KnownField(facts: Partial<FieldFacts>): PropertyDecorator {
  return (prototype, key) => {
    const fields = FACTS.get(prototype) ?? new Map<string, FieldFacts>();
    const known = fields.get(String(key)) ?? { description: '', required: false };
    FACTS.set(prototype, fields.set(String(key), { ...known, ...facts }));
  };
}

/** All fields of a request class by their names, inherited ones first. */
export function fieldFacts(Request: ClassConstructor<object>): Map<string, FieldFacts> {
  const all = new Map<string, FieldFacts>();
  const levels: object[] = [];
  for (let level = Request.prototype; level; level = Object.getPrototypeOf(level)) levels.unshift(level);
  for (const level of levels) for (const [name, facts] of FACTS.get(level) ?? []) all.set(name, facts);
  return all;
}
