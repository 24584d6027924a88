import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import { collectGarbage, containerLimit, heapShare, heldBytes } from './held-memory.js';
import { Pressure } from './pressure.js';

const EVERY_MS = 500;
/** Shares of the limit at which new work is refused, and let in again. */
const MEMORY = { high: 0.9, low: 0.8, looks: 1 };
/** Mean milliseconds by which the event loop is late, over two seconds. */
const LAG = { high: 500, low: 200, looks: 4 };
const RESOLUTION_MS = 20;
/** Looks between two collections of garbage while memory is short. */
const LOOKS_A_COLLECTION = 10;
const RETRY_AFTER_SECONDS = 5;
const MEBIBYTE = 2 ** 20;

/** Where the values come from; tests bring their own. */
export interface LoadSources {
  heldBytes(): number;
  heapShare(): number;
  /** Mean since the last call, in milliseconds. */
  lagMs(): number;
  collectGarbage(): void;
}

/** Watches the memory and the event loop of the process: what is too much is refused before the kernel ends all of it. */
export class LoadWatch {
  private readonly memory = new Pressure(MEMORY);
  private readonly lag = new Pressure(LAG);
  private readonly limit: number | undefined;
  private readonly shed: Counter;
  private looks = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param limitBytes of memory; undefined: the container's, if it has one */
  constructor(
    limitBytes: number | undefined,
    private readonly logger: Pick<Logger, 'info' | 'warn'>,
    registry: Registry,
    private readonly sources: LoadSources = processSources(),
  ) {
    this.limit = limitBytes ?? containerLimit();
    const { limit } = this;
    new Gauge({
      name: 'otron_memory_held_bytes',
      help: 'Memory of the process that the kernel cannot take back.',
      registers: [registry],
      collect() {
        this.set(sources.heldBytes());
      },
    });
    if (limit !== undefined) {
      new Gauge({ name: 'otron_memory_limit_bytes', help: 'What it may hold.', registers: [registry] }).set(limit);
    }
    const saturated = () => ({ memory: this.memory.tooMuch, event_loop: this.lag.tooMuch });
    new Gauge({
      name: 'otron_saturated',
      help: '1 while the server is not ready for this reason.',
      labelNames: ['reason'],
      registers: [registry],
      collect() {
        for (const [reason, is] of Object.entries(saturated())) this.set({ reason }, Number(is));
      },
    });
    this.shed = new Counter({
      name: 'otron_requests_shed_total',
      help: 'Requests that were refused because memory was short.',
      registers: [registry],
    });
  }

  start(): void {
    this.look();
    this.timer = setInterval(() => this.look(), EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Throws `OUT_OF_MEMORY` where new work would be too much. Work that has begun goes on. */
  admit(): void {
    if (!this.memory.tooMuch) return;
    this.shed.inc();
    const message = `The server is short of memory and takes no new work: try again in ${RETRY_AFTER_SECONDS} seconds.`;
    throw new PluginError('OUT_OF_MEMORY', message, { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }

  /** Why a load balancer should look elsewhere, for `HealthChecks.readyWhen`. */
  readonly obstacles = {
    memory: () => (this.memory.tooMuch ? 'memory is short' : undefined),
    event_loop: () => (this.lag.tooMuch ? 'the event loop is late' : undefined),
  };

  /** Looks at the values now. */
  look(): void {
    this.looks += 1;
    const { sources, limit } = this;
    // asks the kernel, which costs a model's step several milliseconds: only where somebody wants to know
    const ofLimit = limit === undefined ? 0 : sources.heldBytes() / limit;
    if (this.memory.look(Math.max(sources.heapShare(), ofLimit))) {
      const mebibytes = { heldMiB: Math.round(sources.heldBytes() / MEBIBYTE) };
      if (this.memory.tooMuch) this.logger.warn(mebibytes, 'Memory is short: new work is refused.');
      else this.logger.info(mebibytes, 'There is memory again: new work is taken.');
    }
    if (this.memory.tooMuch && this.looks % LOOKS_A_COLLECTION === 0) sources.collectGarbage();
    if (!this.lag.look(sources.lagMs())) return;
    if (this.lag.tooMuch) this.logger.warn('The event loop is late: the server is not ready.');
    else this.logger.info('The event loop is in time again.');
  }
}

function processSources(): LoadSources {
  const delay: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const lagMs = () => {
    const mean = delay.mean / 1e6;
    delay.reset();
    return Number.isFinite(mean) ? Math.max(0, mean - RESOLUTION_MS) : 0;
  };
  return { heldBytes, heapShare, lagMs, collectGarbage };
}
