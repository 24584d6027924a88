import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Models } from '@predict-otron/kernel';
import { ModelStore, type PullEvent } from '@predict-otron/model-store';
import { PluginError } from '@predict-otron/plugin-sdk';
import { lastValueFrom, type Observable, Subject, takeUntil, tap, throttleTime } from 'rxjs';
import { wantedModel } from './wanted-model.js';

/** Milliseconds between two lines in the log about a download. */
const TELL_EVERY_MS = 5_000;

/** Brings the default models that are not on this disk: found, or else downloaded, before anything is loaded. */
@Injectable()
export class MissingModels implements OnModuleDestroy {
  private readonly logger = new Logger('Models');
  private readonly closing = new Subject<void>();
  private isClosing = false;
  /** By reference, how far each of those that are not here has come, or why it will not come. */
  private readonly waiting = new Map<string, string>();

  constructor(
    private readonly models: Models,
    private readonly store: ModelStore,
  ) {}

  onModuleDestroy(): void {
    this.isClosing = true;
    this.closing.next();
    this.closing.complete();
  }

  /** What the server waits for; undefined where all is here. */
  waitingFor(): string | undefined {
    return this.waiting.size === 0
      ? undefined
      : [...this.waiting].map(([name, state]) => `${name}: ${state}`).join('; ');
  }

  /** Never rejects: a model that cannot be had is told of, and the rest goes on. */
  async fetch(names: readonly string[]): Promise<void> {
    const missing = names.filter((name) => this.isToBePulled(name));
    if (missing.length === 0) return;
    for (const name of missing) this.waiting.set(name, 'downloading');
    await Promise.all(missing.map((name) => this.pull(name)));
    if (this.isClosing) return;
    await this.models.rescan();
  }

  /** A name that means nothing is told of; the server runs without it. */
  private isToBePulled(name: string): boolean {
    try {
      this.models.find(wantedModel(name)?.name ?? name);
      return false;
    } catch (error) {
      if (this.isRemote(name)) return true;
      this.logger.warn((error as Error).message);
      return false;
    }
  }

  private isRemote(name: string): boolean {
    try {
      return this.store.parse(name).kind !== 'path';
    } catch {
      return false;
    }
  }

  private async pull(name: string): Promise<void> {
    this.logger.log(`The model ${name} is not on this disk; it is downloaded.`);
    const events = this.store.pull(name).pipe(takeUntil(this.closing), this.told(name));
    try {
      await lastValueFrom(events, { defaultValue: undefined });
      this.waiting.delete(name);
    } catch (error) {
      const { message } = PluginError.from(error);
      this.waiting.set(name, message);
      this.logger.error(`The model ${name} could not be downloaded: ${message}`);
    }
  }

  private told(name: string) {
    return (events: Observable<PullEvent>) =>
      events.pipe(
        throttleTime(TELL_EVERY_MS, undefined, { leading: true, trailing: true }),
        tap((event) => {
          const text = event.type === 'done' ? `here, ${inMib(event.sizeBytes)}` : progressText(event);
          if (event.type === 'progress') this.waiting.set(name, text);
          this.logger.log(`The model ${name}: ${text}`);
        }),
      );
  }
}

function progressText({
  phase,
  completedBytes,
  totalBytes,
  bytesPerSecond,
  etaSeconds,
}: PullEvent & { type: 'progress' }) {
  if (phase !== 'downloading') return phase;
  const rate = bytesPerSecond > 0 ? `, ${inMib(bytesPerSecond)}/s, ${etaSeconds} s left` : '';
  return `${inMib(completedBytes)} of ${inMib(totalBytes)}${rate}`;
}

function inMib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
