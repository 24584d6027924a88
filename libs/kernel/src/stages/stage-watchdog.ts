import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PluginRegistry } from '../registry/plugin-registry.js';
import type { StageAccount, StageClock } from './stage-clock.js';
import { StageLedger } from './stage-ledger.js';
import { BEAT_MS, type Blockage, type WatchedStage, type WatchSettings } from './watch-message.js';

/** A worker is a program of its own and not a module: under jest, which runs the sources, it is the built one. */
const ENTRY = import.meta.url.endsWith('.ts') ? '../../dist/stages/watch-worker.js' : './watch-worker.js';

/**
 * Finds the plugin that keeps the server's thread, also one that never gives it back: a worker thread looks whether this
 * thread still beats, and where it does not, names what it runs on standard error at once. Afterwards the ledger knows.
 */
@Injectable()
export class StageWatchdog implements OnApplicationShutdown {
  /** Milliseconds for which the thread may be busy before it counts as blocked. */
  limitMs = 1000;
  private readonly cells = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  private readonly known = new Map<string, number>();
  private worker?: Worker;
  private beat?: NodeJS.Timeout;

  constructor(
    private readonly registry: PluginRegistry,
    private readonly ledger: StageLedger,
  ) {}

  /** Watches from now on; calling it again does nothing. */
  start(clock: StageClock): void {
    if (this.worker) return;
    const settings: WatchSettings = { cells: this.cells, limitMs: this.limitMs };
    const worker = new Worker(fileURLToPath(new URL(ENTRY, import.meta.url)), { workerData: settings });
    this.worker = worker;
    worker.unref();
    // a watchdog that cannot run must not take the server with it
    worker.on('error', () => void this.stop());
    worker.on('message', (blockage: Blockage) => this.note(blockage));
    this.beat = setInterval(() => Atomics.add(this.cells, 0, 1), BEAT_MS).unref();
    clock.mark = (account) => Atomics.store(this.cells, 1, account ? this.numberOf(account) : 0);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  private async stop(): Promise<void> {
    clearInterval(this.beat);
    await this.worker?.terminate();
  }

  private numberOf({ plugin, stage }: StageAccount): number {
    const key = `${plugin} ${stage}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const number = this.known.size + 1;
    this.known.set(key, number);
    const watched: WatchedStage = { number, plugin, stage };
    this.worker?.postMessage(watched);
    return number;
  }

  /** What ran inside of a stage's own call the clock has measured; what it did later, by itself, is known by its code. */
  private note({ ms, files, stage }: Blockage): void {
    if (stage) return;
    const owner = this.registry
      .running()
      .find(({ launch }) => launch && files.some((file) => file.startsWith(`${launch.folder}/`)));
    if (owner) this.ledger.block({ plugin: owner.name, ms, at: Date.now() });
  }
}
