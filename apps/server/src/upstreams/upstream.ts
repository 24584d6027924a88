import { SERVICE_TOKEN_HEADER } from '@predict-otron/service';
import { Pool } from 'undici';
import type { ForwardingLimits } from '../configuration/server-shape.js';
import { Circuit } from './circuit.js';

/** How long an unused connection stays open, in milliseconds: less than the 72 s after which engines close it. */
const KEEP_ALIVE = 30_000;

/**
 * What an engine said of itself when it was last asked: `ready`; `waiting` while it loads models or shuts down; `away`
 * when it could not be asked; `unknown` before the first time.
 */
export type UpstreamState = 'unknown' | 'ready' | 'waiting' | 'away';

/** One engine: its connections, its health and the requests that it answers. */
export class Upstream {
  readonly circuit = new Circuit();
  readonly pool: Pool;
  state: UpstreamState = 'unknown';
  /** Why it is not ready, in a few words. */
  reason?: string;
  /** Times in a row that it did not say in time how it is. */
  missed = 0;
  /** Requests that were sent to it and have not ended. */
  open = 0;
  /** Ids and aliases of its models, once it was asked. */
  models: ReadonlySet<string> = new Set();
  /** Of what the server asks for itself: an engine with keys knows its server by them. */
  readonly ownHeaders: Record<string, string>;

  /** `origin`: such as `http://10.0.0.7:8080`. */
  constructor(
    readonly origin: string,
    limits: ForwardingLimits,
    serviceToken?: string,
  ) {
    this.ownHeaders = serviceToken === undefined ? {} : { [SERVICE_TOKEN_HEADER]: serviceToken };
    this.pool = new Pool(origin, {
      // each streamed answer has a connection of its own
      connections: null,
      pipelining: 1,
      connect: { timeout: limits.connectMs },
      keepAliveTimeout: KEEP_ALIVE,
      headersTimeout: limits.firstByteMs,
      bodyTimeout: limits.idleMs,
    });
  }

  /** Whether requests may be sent to it. */
  get usable(): boolean {
    return this.state !== 'away' && !this.circuit.isOpen;
  }

  succeeded(): void {
    this.circuit.succeeded();
  }

  /** It could not be reached, or broke off an answer. */
  failed(reason: string, { gone = false } = {}): void {
    this.circuit.failed();
    this.reason = reason;
    if (gone) this.state = 'away';
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}
