import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import { PluginError } from '@predict-otron/plugin-sdk';
import { AsyncSubject } from 'rxjs';
import { KERNEL_OPTIONS, type KernelOptions } from '../configuration/kernel-options.js';
import { CLOSING } from '../lifecycle/closing.js';
import { ModelPool } from '../pool/model-pool.js';
import { pluginModule } from '../registry/plugin-module.js';
import type { PluginRecord } from '../registry/plugin-record.js';
import { PluginRegistry } from '../registry/plugin-registry.js';
import type { Candidate } from './candidate.js';
import { findCandidates } from './find-candidates.js';
import { nodeModulesAbove } from './installed-packages.js';
import { packagePrint } from './package-print.js';
import { startPlugin } from './start-plugin.js';
import { disposePlugin } from './stop-plugins.js';

/** How often we look at the disk, in milliseconds. Looking works on every file system; being told does not. */
const LOOK_MS = 1000;

/**
 * Takes plugins that are added, changed or removed while the server runs. Requests that run finish on what they began
 * with; a plugin is disposed after the last of them. A changed one that cannot be set up leaves the one before in place.
 */
@Injectable()
export class PluginWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Kernel');
  private timer?: NodeJS.Timeout;
  private seen = '';
  private handled = '';
  private updating: Promise<void> = Promise.resolve();
  private readonly leaving = new Set<Promise<void>>();
  private generation = 0;
  private stopped = false;

  constructor(
    @Inject(KERNEL_OPTIONS) private readonly options: KernelOptions,
    @Inject(CLOSING) private readonly closing: AsyncSubject<void>,
    private readonly registry: PluginRegistry,
    private readonly pool: ModelPool,
    private readonly modules: LazyModuleLoader,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.options.watchPlugins) return;
    this.handled = await this.look();
    this.seen = this.handled;
    this.plan();
  }

  /** Nothing is replaced any more; what was is the last to be waited for. */
  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.updating;
    await Promise.all(this.leaving);
  }

  private plan(): void {
    if (!this.stopped) this.timer = setTimeout(() => void this.check(), LOOK_MS).unref();
  }

  /** What is still being copied differs from look to look: only what stays is taken. */
  private async check(): Promise<void> {
    const now = await this.look();
    if (now === this.seen && now !== this.handled) {
      this.handled = now;
      this.updating = this.update().catch((error: unknown) => {
        this.logger.error(`The plugins could not be looked at again: ${PluginError.from(error).message}`);
      });
      await this.updating;
    }
    this.seen = now;
    this.plan();
  }

  /** A text that changes with anything that a plugin is made of. */
  private async look(): Promise<string> {
    const { pluginFolder, plugins, resolveFrom } = this.options;
    const named = plugins.map((entry) => entry.package).filter((name) => isAbsolute(name));
    const folders = [...(pluginFolder ? [pluginFolder] : []), ...named];
    const prints = await Promise.all(folders.map((folder) => packagePrint(folder)));
    const installed = await Promise.all(
      // npm writes it with each change
      nodeModulesAbove(resolveFrom).map((folder) => changedAt(join(folder, '.package-lock.json'))),
    );
    return [...prints, ...installed].join();
  }

  private async update(): Promise<void> {
    const candidates = await findCandidates(this.options);
    let changed = false;
    for (const record of [...this.registry.records]) {
      if (candidates.some(({ source }) => source === record.source)) continue;
      this.registry.remove(record);
      this.logger.log(`Plugin ${record.name} is gone from ${record.source}.`);
      this.retire(record);
      changed = true;
    }
    // what was built into the program changes with the program alone
    for (const candidate of candidates.filter((it) => !this.isBundled(it)))
      if (await this.take(candidate)) changed = true;
    if (changed) await this.pool.rescan();
  }

  /** Starts what is new or has changed. True where something runs that did not before. */
  private async take(candidate: Candidate): Promise<boolean> {
    const before = this.registry.records.find(({ source }) => source === candidate.source);
    const { package: found } = candidate;
    const print = PluginError.is(found) ? found.message : await packagePrint(found.folder);
    if (before && before.print === print) return false;
    this.generation += 1;
    const record = await startPlugin(candidate, this.surroundings(), { before, generation: this.generation });
    record.print = print;
    if (record.state === 'failed' && before?.state === 'ready') {
      before.print = print;
      before.notice = `Its package has changed, but cannot be set up: ${record.reason} The one before goes on.`;
      return false;
    }
    this.registry.put(record, before);
    if (before?.state === 'ready') this.retire(before);
    if (record.state === 'failed') return false;
    await this.modules.load(() => pluginModule(record, this.registry));
    return true;
  }

  /** In the background: disposes a plugin that is out of the list when its last request and its last model have gone. */
  private retire(record: PluginRecord): void {
    if (record.state === 'failed') return;
    const left = this.leave(record).finally(() => this.leaving.delete(left));
    this.leaving.add(left);
  }

  private async leave(record: PluginRecord): Promise<void> {
    await this.updating;
    await this.registry.uses.ended(record);
    await this.pool.retired();
    await disposePlugin(record, this.options.setupTimeoutMs);
  }

  private isBundled({ package: found }: Candidate): boolean {
    return !PluginError.is(found) && this.options.bundledPlugins?.[found.folder] !== undefined;
  }

  private surroundings() {
    const { cacheFolder, setupTimeoutMs, bundledPlugins } = this.options;
    const { registry, closing } = this;
    return { registry, closing, cacheFolder, setupTimeoutMs, bundledPlugins, watchPlugins: true };
  }
}

async function changedAt(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
