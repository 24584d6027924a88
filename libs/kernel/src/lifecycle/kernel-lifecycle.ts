import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { PluginError } from '@predict-otron/plugin-sdk';
import type { AsyncSubject } from 'rxjs';
import { catchError, concatMap, EMPTY, from, type Subscription } from 'rxjs';
import type { KernelOptions } from '../configuration/kernel-options.js';
import { KERNEL_OPTIONS } from '../configuration/kernel-options.js';
import { stopPlugins } from '../discovery/stop-plugins.js';
import { ModelPool } from '../pool/model-pool.js';
import { SlotQueues } from '../queue/slot-queues.js';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { CLOSING } from './closing.js';
import { reasonOf } from './plugin-failure.js';

/** Loads the default models when the server starts, and ends everything, in reverse order, when it stops. */
@Injectable()
export class KernelLifecycle implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger('Kernel');
  private preloading?: Subscription;
  private stopped?: Promise<void>;

  constructor(
    @Inject(KERNEL_OPTIONS) private readonly options: KernelOptions,
    @Inject(CLOSING) private readonly closing: AsyncSubject<void>,
    private readonly registry: PluginRegistry,
    private readonly pool: ModelPool,
    private readonly queues: SlotQueues,
  ) {}

  /** In the background, one after the other; the server answers meanwhile. */
  onApplicationBootstrap(): void {
    this.preloading = from(this.pool.defaults())
      .pipe(concatMap((model) => model.acquire().pipe(catchError((error) => this.report(model.id, error)))))
      .subscribe();
  }

  onModuleDestroy(): void {
    this.closing.next();
    this.closing.complete();
    this.preloading?.unsubscribe();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped ??= this.stop();
    await this.stopped;
  }

  private async stop(): Promise<void> {
    this.queues.close();
    await this.pool.close();
    await stopPlugins(this.registry, this.options.setupTimeoutMs);
  }

  private report(id: string, error: PluginError) {
    this.logger.error(`The default model ${id} was not loaded: ${reasonOf(error)}`);
    return EMPTY;
  }
}
