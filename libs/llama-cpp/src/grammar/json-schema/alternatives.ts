import type { JsonValue } from '@predict-otron/plugin-sdk';
import { LIMITS } from '../limits.js';
import { invalid, unsupported } from '../refusal.js';
import { placed } from './keywords.js';
import type { SchemaDocument } from './schema-document.js';
import { child, type Part, type SchemaNode } from './schema-node.js';

/** A node on its way to being taken apart, with the nodes that led to it without going deeper into a value. */
interface Step {
  readonly node: SchemaNode;
  readonly above: readonly string[];
}

/** Asked for each `oneOf`, since only schemas that exclude each other can be held as alternatives. */
export type ExclusionCheck = (part: Part) => void;

/**
 * Takes nodes that must all hold apart into alternatives of parts that must all hold: references are followed, `allOf`
 * joins, `anyOf` and `oneOf` branch. The parts' own keywords of these names are done with.
 */
export function alternatives(
  nodes: readonly SchemaNode[],
  document: SchemaDocument,
  checkExclusion: ExclusionCheck,
): Part[][] {
  const found: Part[][] = [];
  const open: { todo: Step[]; done: Part[] }[] = [{ todo: nodes.map((node) => ({ node, above: [] })), done: [] }];
  for (let branch = open.pop(); branch; branch = open.pop()) {
    const { todo, done } = branch;
    const [step, ...others] = todo;
    if (!step) {
      found.push(done);
      if (found.length + open.length > LIMITS.alternatives) throw tooMany(nodes[0]?.path ?? '');
      continue;
    }
    const { node, above } = step;
    if (above.includes(node.path))
      throw invalid(`The schema${placed(node.path)} refers to itself without end.`, node.path);
    const part = document.part(node);
    if (!part || done.some(({ path }) => path === part.path)) {
      open.push({ todo: others, done });
      continue;
    }
    if (part.schema.oneOf) checkExclusion(part);
    const under = (next: SchemaNode): Step => ({ node: next, above: [...above, node.path] });
    const joined = [...referred(part, document), ...members(part, 'allOf')].map(under);
    const choices = [members(part, 'anyOf'), members(part, 'oneOf')].filter((list) => list.length > 0);
    for (const chosen of combinations(choices).reverse()) {
      open.push({ todo: [...joined, ...chosen.map(under), ...others], done: [...done, part] });
    }
    if (open.length > LIMITS.alternatives) throw tooMany(part.path);
  }
  return found;
}

/** The schemas of a keyword that holds a list of them. */
export function members(part: Part, keyword: 'allOf' | 'anyOf' | 'oneOf' | 'prefixItems'): SchemaNode[] {
  const list = part.schema[keyword] as JsonValue[] | undefined;
  return (list ?? []).map((_, index) => child(part, keyword, index));
}

function referred(part: Part, document: SchemaDocument): SchemaNode[] {
  const { $ref } = part.schema;
  return $ref === undefined ? [] : [document.target($ref as string, part.path)];
}

function combinations(lists: readonly SchemaNode[][]): SchemaNode[][] {
  return lists.reduce<SchemaNode[][]>((all, list) => all.flatMap((some) => list.map((one) => [...some, one])), [[]]);
}

function tooMany(path: string) {
  const message = `The schema${placed(path)} has more than ${LIMITS.alternatives} alternatives.`;
  return unsupported(`${message} Make fewer of anyOf and oneOf, or put them deeper.`, path);
}
