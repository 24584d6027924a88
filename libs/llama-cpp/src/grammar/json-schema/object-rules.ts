import type { JsonObject } from '@predict-otron/plugin-sdk';
import { child, type Part, type SchemaNode } from './schema-node.js';

/** What parts that must all hold say of an object. */
export interface ObjectRules {
  /** Names that the schema knows, in its order, with what must hold for each. */
  readonly properties: ReadonlyMap<string, readonly SchemaNode[]>;
  readonly required: ReadonlySet<string>;
  /** What must hold for all other properties. */
  readonly others: readonly SchemaNode[];
  /** Nothing is said of other properties: they are valid, but none is written. */
  readonly othersUnsaid: boolean;
  /** What must hold for all names, as strings. */
  readonly names: readonly SchemaNode[];
  readonly min: number;
  /** May be infinite. */
  readonly max: number;
}

export function objectRules(parts: readonly Part[]): ObjectRules {
  const known = (keyword: string) => parts.filter(({ schema }) => schema[keyword] !== undefined);
  const declared = new Set(known('properties').flatMap(({ schema }) => Object.keys(schema.properties as JsonObject)));
  const required = new Set(known('required').flatMap(({ schema }) => schema.required as string[]));
  const others = known('additionalProperties').map((part) => child(part, 'additionalProperties'));
  const nodesOf = (name: string) =>
    parts.flatMap((part) => {
      const { properties = {}, additionalProperties } = part.schema as Record<string, JsonObject | undefined>;
      if (Object.hasOwn(properties, name)) return [child(part, 'properties', name)];
      return additionalProperties === undefined ? [] : [child(part, 'additionalProperties')];
    });
  return {
    properties: new Map([...declared, ...required].map((name) => [name, nodesOf(name)])),
    required,
    others,
    othersUnsaid: declared.size > 0 && others.length === 0,
    names: known('propertyNames').map((part) => child(part, 'propertyNames')),
    min: Math.max(0, ...known('minProperties').map(({ schema }) => schema.minProperties as number)),
    max: Math.min(
      Number.POSITIVE_INFINITY,
      ...known('maxProperties').map(({ schema }) => schema.maxProperties as number),
    ),
  };
}

/** What must hold for the property of a name, whether the schema knows it or not. */
export function propertyNodes({ properties, others }: ObjectRules, name: string): readonly SchemaNode[] {
  return properties.get(name) ?? others;
}
