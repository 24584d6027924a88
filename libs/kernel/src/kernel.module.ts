import { type DynamicModule, Module } from '@nestjs/common';
import { ModelStore, storeSettings } from '@predict-otron/model-store';
import { AsyncSubject } from 'rxjs';
import { DeviceLimits } from './budget/device-limits.js';
import { MeasuredMemory } from './budget/measured-memory.js';
import { MemoryLine } from './budget/memory-line.js';
import { deviceMemoryReader } from './budget/read-device-memory.js';
import type { KernelOptions } from './configuration/kernel-options.js';
import { KERNEL_OPTIONS } from './configuration/kernel-options.js';
import { PluginWatch } from './discovery/plugin-watch.js';
import { startPlugins } from './discovery/start-plugins.js';
import { Hardware } from './hardware/hardware.js';
import { GenerationLedger } from './inference/generation-ledger.js';
import { GenerationMeter } from './inference/generation-meter.js';
import { Inference } from './inference/inference.js';
import { RequestPriority } from './inference/request-priority.js';
import { TimeLimits } from './inference/time-limits.js';
import { VectorLedger } from './inference/vector-ledger.js';
import { CLOSING } from './lifecycle/closing.js';
import { KernelLifecycle } from './lifecycle/kernel-lifecycle.js';
import { Placements } from './placement/placements.js';
import { describeModels } from './pool/describe-models.js';
import { Embedders } from './pool/embedders.js';
import { ModelPool, type ScanModels } from './pool/model-pool.js';
import { Models } from './pool/models.js';
import { Rerankers } from './pool/rerankers.js';
import { SlotQueues } from './queue/slot-queues.js';
import { pluginModule } from './registry/plugin-module.js';
import { PluginRegistry } from './registry/plugin-registry.js';
import { Plugins } from './registry/plugins.js';
import { StageLedger } from './stages/stage-ledger.js';
import { StagePipeline } from './stages/stage-pipeline.js';
import { StageWatchdog } from './stages/stage-watchdog.js';

const INJECTABLES = [
  GenerationLedger,
  GenerationMeter,
  StageLedger,
  VectorLedger,
  Inference,
  RequestPriority,
  TimeLimits,
  Models,
  Embedders,
  Rerankers,
  Plugins,
  Hardware,
  Placements,
];

/** The microkernel as a global Nest module, with a module for each plugin in it. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: a Nest module is a class
export class KernelModule {
  /** Finds the plugins and starts them. Throws where a required one fails. */
  static async register(options: KernelOptions): Promise<DynamicModule> {
    const registry = new PluginRegistry();
    const closing = new AsyncSubject<void>();
    const { cacheFolder, setupTimeoutMs, bundledPlugins, watchPlugins } = options;
    await startPlugins(options, { registry, closing, cacheFolder, setupTimeoutMs, bundledPlugins, watchPlugins });
    const plugins = registry.running().map((record) => pluginModule(record, registry));
    return {
      module: KernelModule,
      global: true,
      imports: plugins,
      providers: [
        { provide: KERNEL_OPTIONS, useValue: options },
        { provide: CLOSING, useValue: closing },
        { provide: PluginRegistry, useValue: registry },
        { provide: MemoryLine, useFactory: () => memoryLine(options, registry) },
        { provide: ModelPool, inject: [Placements, Hardware, MemoryLine], useFactory: poolFactory(options, registry) },
        { provide: ModelStore, inject: [Placements], useFactory: storeFactory(options) },
        KernelLifecycle,
        PluginWatch,
        SlotQueues,
        StagePipeline,
        StageWatchdog,
        ...INJECTABLES,
      ],
      exports: [...INJECTABLES, ModelStore, ...plugins],
    };
  }
}

function memoryLine({ memory = {} }: KernelOptions, registry: PluginRegistry): MemoryLine {
  const { limits, turnMs = 5000, waitMs = 300_000 } = memory;
  return new MemoryLine(new DeviceLimits(limits, deviceMemoryReader(registry)), { turnMs, waitMs });
}

function storeFactory({ store = storeSettings() }: KernelOptions) {
  return (placements: Placements) => new ModelStore(store, {}, (repo) => placements.preferredFiles(repo));
}

function poolFactory(options: KernelOptions, registry: PluginRegistry) {
  return async (placements: Placements, hardware: Hardware, room: MemoryLine): Promise<ModelPool> => {
    // not awaited: drivers may take their time to answer, and the first load is the first who needs to know
    void hardware.known();
    const scan: ScanModels = (added) => describeModels(options, registry, added, (choice) => placements.place(choice));
    return new ModelPool(await scan([]), options, scan, room, new MeasuredMemory(options.cacheFolder));
  };
}
