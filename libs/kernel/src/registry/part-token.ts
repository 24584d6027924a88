import type { Contributions } from '@predict-otron/plugin-sdk';
import type { PluginRecord } from './plugin-record.js';

/** The kinds of parts that a plugin can contribute, as the fields of `Contributions`. */
export type PartKind = 'hardware' | 'runners' | 'embedders' | 'rerankers' | 'stages';

/** A part of this kind. */
export type Part<Kind extends PartKind> = NonNullable<Contributions[Kind]>[number];

const PREFIXES: Record<PartKind, string> = {
  hardware: 'HARDWARE',
  runners: 'RUNNER',
  embedders: 'EMBEDDER',
  rerankers: 'RERANKER',
  stages: 'STAGE',
};

const PART_KINDS = Object.keys(PREFIXES) as PartKind[];

/** What names a part among those of its kind. */
export function partName(part: Part<PartKind>): string {
  return 'id' in part ? part.id : part.name;
}

/** Injection token of a part's handle: `RUNNER:llama`, `STAGE:redact`, … */
export function partToken(kind: PartKind, name: string): string {
  return `${PREFIXES[kind]}:${name}`;
}

/** Injection token of a plugin's handle, which stands for its {@link PluginRecord}. */
export function pluginToken(name: string): string {
  return `PLUGIN:${name}`;
}

/** All that a plugin makes injectable, by token: itself and its parts. */
export function injectables(record: PluginRecord): Map<string, object> {
  const parts = PART_KINDS.flatMap((kind) =>
    (record.contributions[kind] ?? []).map((part): [string, object] => [partToken(kind, partName(part)), part]),
  );
  return new Map([[pluginToken(record.name), record], ...parts]);
}
