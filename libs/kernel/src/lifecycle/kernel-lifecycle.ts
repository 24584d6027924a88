import { Inject, Injectable, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { ModelStore } from '@predict-otron/model-store';
import type { AsyncSubject } from 'rxjs';
import type { KernelOptions } from '../configuration/kernel-options.js';
import { KERNEL_OPTIONS } from '../configuration/kernel-options.js';
import { stopPlugins } from '../discovery/stop-plugins.js';
import { ModelPool } from '../pool/model-pool.js';
import { SlotQueues } from '../queue/slot-queues.js';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { CLOSING } from './closing.js';

/** Ends everything when the server stops: the waiting requests, then the models and the plugins in reverse order. */
@Injectable()
export class KernelLifecycle implements OnModuleDestroy, OnApplicationShutdown {
  private stopped?: Promise<void>;

  constructor(
    @Inject(KERNEL_OPTIONS) private readonly options: KernelOptions,
    @Inject(CLOSING) private readonly closing: AsyncSubject<void>,
    private readonly registry: PluginRegistry,
    private readonly pool: ModelPool,
    private readonly queues: SlotQueues,
    private readonly store: ModelStore,
  ) {}

  onModuleDestroy(): void {
    this.closing.next();
    this.closing.complete();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped ??= this.stop();
    await this.stopped;
  }

  private async stop(): Promise<void> {
    this.queues.close();
    await this.store.close();
    await this.pool.close();
    await stopPlugins(this.registry, this.options.setupTimeoutMs);
  }
}
