import type { JsonValue } from '@predict-otron/plugin-sdk';
import { LIMITS } from '../limits.js';
import { invalid, unsupported } from '../refusal.js';
import { checkKeywords, placed } from './keywords.js';
import { isObject, type Part, type SchemaNode } from './schema-node.js';

/** A schema with all that it refers to. */
export class SchemaDocument {
  private readonly checked = new Set<string>();

  constructor(readonly root: JsonValue) {
    if (depthOf(root) > 2 * LIMITS.depth) throw unsupported(`The schema nests deeper than ${LIMITS.depth} levels.`, '');
  }

  /** The node as an object whose keywords are known to be right; `undefined` for the schema `true`, that allows all. */
  part({ schema, path }: SchemaNode): Part | undefined {
    if (schema === true) return undefined;
    if (schema === false) return { schema: { enum: [] }, path };
    if (!isObject(schema)) throw invalid(`The schema${placed(path)} must be an object or a boolean.`, path);
    const part = { schema, path };
    if (!this.checked.has(path)) checkKeywords(part);
    this.checked.add(path);
    return part;
  }

  /** What `$ref` refers to: a JSON pointer within this document. */
  target(reference: string, path: string): SchemaNode {
    const at = `${path}/$ref`;
    if (!/^#(\/|$)/.test(reference)) {
      throw unsupported(`"${reference}" must be a reference into the schema itself, such as "#/$defs/item".`, at);
    }
    let schema: JsonValue | undefined = this.root;
    const pointer = decoded(reference.slice(1), at);
    for (const token of pointer.split('/').slice(1)) {
      const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
      const inside: JsonValue | undefined = typeof schema === 'object' ? schema : undefined;
      schema = inside && Object.hasOwn(inside, key) ? (inside as Record<string, JsonValue>)[key] : undefined;
    }
    if (schema === undefined) throw invalid(`"${reference}" refers to nothing in the schema.`, at);
    return { schema, path: pointer };
  }
}

function decoded(pointer: string, path: string): string {
  try {
    return decodeURIComponent(pointer);
  } catch {
    throw invalid(`"#${pointer}" is not a valid reference.`, path);
  }
}

/** Levels of a value, counted without recursion, since that is what is to be limited. */
function depthOf(root: JsonValue): number {
  let depth = 0;
  for (let level = [root]; level.length > 0; depth++) {
    level = level.flatMap((value) => (typeof value === 'object' && value ? Object.values(value) : []));
  }
  return depth;
}
