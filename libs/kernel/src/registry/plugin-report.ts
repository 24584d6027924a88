import { type PartKind, partName } from './part-token.js';
import type { PluginRecord } from './plugin-record.js';

/** A plugin as people and programs are told of it: plain data. */
export interface PluginReport extends Omit<PluginRecord, 'contributions' | 'launch'> {
  /** The ids (of stages, the names) of its parts. */
  contributions: Record<PartKind, string[]>;
}

export function pluginReport({ contributions, launch: _, ...record }: PluginRecord): PluginReport {
  const names = (kind: PartKind) => (contributions[kind] ?? []).map(partName);
  return {
    ...record,
    contributions: {
      hardware: names('hardware'),
      runners: names('runners'),
      embedders: names('embedders'),
      rerankers: names('rerankers'),
      stages: names('stages'),
    },
  };
}
