import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { KeyUsage, limitsTokens } from '@predict-otron/service';
import { Engines } from '../upstreams/engines.js';
import type { Upstream } from '../upstreams/upstream.js';

/** How often engines are asked while nobody waits for it, in milliseconds: their minutes are to be this server's. */
const LOOK_MS = 1_000;
/** Time for an engine to tell; what it could not tell it tells the next time. */
const PATIENCE_MS = 1_000;

/** What an engine tells, see its `/internal/spent-tokens`. */
interface Spent {
  id: string;
  tokens: Record<string, number>;
}

/** The tokens that keys of this server use up at engines, whichever way they asked for them: engines tell how many. */
@Injectable()
export class GatheredTokens implements OnApplicationShutdown {
  private readonly id = randomUUID();
  private readonly logger = new Logger('Quotas');
  /** Of each engine, what it told last. */
  private readonly arrived = new WeakMap<Upstream, string>();
  private readonly silent = new WeakSet<Upstream>();
  private running = Promise.resolve();
  private next?: Promise<void>;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly engines: Engines,
    private readonly usage: KeyUsage,
  ) {
    usage.gatherBy(() => this.gather());
  }

  /** What an engine is to know this server by, where the key of a request has a quota of tokens. */
  serverOf(request: IncomingMessage): string | undefined {
    const quota = this.usage.quotaOf(request);
    if (!quota || !limitsTokens(quota)) return undefined;
    this.timer ??= setInterval(() => void this.gather(), LOOK_MS).unref();
    return this.id;
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Resolves when all that was used before this call is charged, as far as engines can be asked. */
  private gather(): Promise<void> {
    // one that is under way may have passed an engine already
    this.next ??= this.running.then(() => {
      this.next = undefined;
      this.running = this.askAll();
      return this.running;
    });
    return this.next;
  }

  private async askAll(): Promise<void> {
    // before the first such request there is nothing to tell
    if (this.timer) await Promise.all(this.engines.usable().map((upstream) => this.ask(upstream)));
  }

  private async ask(upstream: Upstream): Promise<void> {
    try {
      const { statusCode, body } = await upstream.pool.request({
        method: 'POST',
        path: `/internal/spent-tokens/${this.id}?arrived=${this.arrived.get(upstream) ?? ''}`,
        headers: upstream.ownHeaders,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (statusCode !== 200) {
        await body.dump();
        return this.isSilent(upstream, statusCode);
      }
      const answer = (await body.json()) as Spent;
      this.arrived.set(upstream, answer.id);
      this.silent.delete(upstream);
      await Promise.all(Object.entries(answer.tokens).map(([key, tokens]) => this.usage.charge(key, tokens)));
    } catch (error) {
      // it tells when it can be asked again
      this.logger.debug({ engine: upstream.origin }, `An engine did not tell of tokens: ${(error as Error).message}`);
    }
  }

  /** Once, until it tells again. */
  private isSilent(upstream: Upstream, status: number): void {
    if (this.silent.has(upstream)) return;
    this.silent.add(upstream);
    const engine = upstream.origin;
    this.logger.error(
      { engine, status },
      'An engine does not tell of tokens, so that quotas do not count them: set the same OTRON_SERVICE_TOKEN here and there.',
    );
  }
}
