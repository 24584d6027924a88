import type { StreamStage } from '@predict-otron/plugin-sdk';
import { type PartKind, partName } from './part-token.js';
import type { PluginRecord } from './plugin-record.js';

/** A plugin as people and programs are told of it: plain data. */
export interface PluginReport
  extends Omit<PluginRecord, 'contributions' | 'launch' | 'print' | 'generation' | 'notice'> {
  /** The ids (of stages, the names) of its parts. */
  contributions: Record<PartKind, string[]>;
  /** What its stages may do, in the order in which they are declared. */
  stages: Pick<StreamStage, 'name' | 'order' | 'permissions'>[];
}

export function pluginReport({ name, version, source, state, reason, contributions }: PluginRecord): PluginReport {
  const names = (kind: PartKind) => (contributions[kind] ?? []).map(partName);
  return {
    name,
    version,
    source,
    state,
    ...(reason !== undefined && { reason }),
    contributions: {
      hardware: names('hardware'),
      runners: names('runners'),
      embedders: names('embedders'),
      rerankers: names('rerankers'),
      stages: names('stages'),
    },
    stages: (contributions.stages ?? []).map(({ name, order, permissions }) => ({ name, order, permissions })),
  };
}
