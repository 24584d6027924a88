import { randomUUID } from 'node:crypto';
import { Injectable, Logger, NotFoundException, type OnModuleDestroy } from '@nestjs/common';
import { toFailure } from '@predict-otron/dialects';
import { PluginError } from '@predict-otron/plugin-sdk';
import { type Observable, ReplaySubject, type Subscription } from 'rxjs';
import { ModelFetch } from './model-fetch.js';
import type { PullJob } from './pull-job.js';

/** Pulls that have ended are remembered up to this number. */
const REMEMBERED = 100;

interface Running {
  job: PullJob;
  /** The job each time that it changes; completes with its end. */
  changes: ReplaySubject<PullJob>;
  subscription?: Subscription;
}

/** The pulls that were asked for. Each goes on without its asker until it ends or is cancelled. */
@Injectable()
export class Pulls implements OnModuleDestroy {
  private readonly pulls = new Map<string, Running>();
  private readonly logger = new Logger('Models');

  constructor(private readonly fetch: ModelFetch) {}

  onModuleDestroy(): void {
    for (const { job } of this.pulls.values()) this.cancel(job.id);
  }

  /** Starts one. Throws `INPUT_INVALID` for what is no reference; all other failures are the job's. */
  start(model: string): PullJob {
    this.fetch.check(model);
    const running: Running = {
      changes: new ReplaySubject(1),
      job: {
        id: `pull-${randomUUID()}`,
        object: 'model.pull',
        model,
        status: 'running',
        phase: 'resolving',
        completed_bytes: 0,
        total_bytes: 0,
        bytes_per_second: 0,
        created_at: now(),
      },
    };
    this.pulls.set(running.job.id, running);
    this.forgetOld();
    this.change(running, {});
    running.subscription = this.fetch.bring(model).subscribe({
      next: (event) => this.change(running, event),
      error: (error) => this.fail(running, error),
      complete: () => this.end(running, { status: 'succeeded' }),
    });
    return running.job;
  }

  /** The newest first. */
  list(): PullJob[] {
    return [...this.pulls.values()].map(({ job }) => job).reverse();
  }

  find(id: string): PullJob {
    return this.running(id).job;
  }

  /** Cold: the job now and each time that it changes; completes with its end. */
  watch(id: string): Observable<PullJob> {
    return this.running(id).changes.asObservable();
  }

  /** What has come is kept for the next time. One that has ended stays as it is. */
  cancel(id: string): PullJob {
    const running = this.running(id);
    if (running.job.status === 'running') {
      running.subscription?.unsubscribe();
      this.end(running, { status: 'cancelled' });
    }
    return running.job;
  }

  private running(id: string): Running {
    const running = this.pulls.get(id);
    if (!running) throw new NotFoundException(`There is no pull "${id}".`);
    return running;
  }

  private change(running: Running, news: Partial<PullJob>): void {
    // a rate and a remaining time are those of the moment
    const { eta_seconds: _, ...before } = running.job;
    running.job = { ...before, ...news };
    running.changes.next(running.job);
  }

  private fail(running: Running, thrown: unknown): void {
    const error = PluginError.from(thrown);
    const { code, message } = toFailure(error);
    if (error.code === 'INTERNAL') this.logger.error(error);
    else this.logger.warn(`The pull of ${running.job.model} failed: ${message}`);
    this.end(running, { status: 'failed', error: { code: code ?? 'INTERNAL', message } });
  }

  private end(running: Running, news: Partial<PullJob>): void {
    this.change(running, { ...news, bytes_per_second: 0, finished_at: now() });
    running.changes.complete();
  }

  private forgetOld(): void {
    const ended = [...this.pulls.values()].filter(({ job }) => job.status !== 'running');
    for (const { job } of ended.slice(0, Math.max(0, ended.length - REMEMBERED))) this.pulls.delete(job.id);
  }
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
