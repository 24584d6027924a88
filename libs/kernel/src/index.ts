/** The microkernel: plugins, models and memory, as one Nest module. It knows no HTTP and no plugin by name. */
export type {
  KernelOptions,
  MemoryLimit,
  MemoryOptions,
  ModelSettings,
  PluginEntry,
} from './configuration/kernel-options.js';
export * from './hardware/hardware.js';
export * from './inference/generation-ledger.js';
export * from './inference/generation-meter.js';
export type * from './inference/generation-record.js';
export * from './inference/inference.js';
export * from './inference/request-priority.js';
export * from './inference/time-limits.js';
export * from './inference/vector-ledger.js';
export * from './inference/with-deadline.js';
export * from './kernel.module.js';
export type { PlacementReport } from './placement/placement-report.js';
export * from './placement/placements.js';
export type { AliasPreset } from './pool/alias-preset.js';
export * from './pool/embedders.js';
export type { EntryEvent } from './pool/entry-event.js';
export type { ModelEntry } from './pool/model-entry.js';
export type { AddedModel } from './pool/model-files.js';
export type { DeviceFit, ModelFit } from './pool/model-fit.js';
export type { ModelKind } from './pool/model-kind.js';
export type { ModelLoad } from './pool/model-load.js';
export * from './pool/models.js';
export * from './pool/rerankers.js';
export { QueueClock, waitedTooLong } from './queue/queue-clock.js';
export { type PartKind, partToken, pluginToken } from './registry/part-token.js';
export type { PluginRecord } from './registry/plugin-record.js';
export type { PluginReport } from './registry/plugin-report.js';
export * from './registry/plugins.js';
export { type StageBlock, StageLedger, type StageVisit } from './stages/stage-ledger.js';
