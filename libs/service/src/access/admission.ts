import type { IncomingMessage } from 'node:http';
import type { LoadWatch } from '../load/load-watch.js';
import { callerOf } from './caller.js';
import type { Quotas } from './quotas.js';

/** Lets in work that begins after its connection did: a chat over a WebSocket is one request of its key. */
export class Admission {
  constructor(
    private readonly quotas: Pick<Quotas, 'of' | 'begin'>,
    private readonly load: Pick<LoadWatch, 'admit'>,
  ) {}

  /**
   * Throws `OUT_OF_MEMORY`. Returns what counts the work of who opened the connection with this request, or undefined where
   * nothing is counted: it resolves with a function to be called when the work has ended, or rejects with `RATE_LIMITED`.
   */
  begin(opened: IncomingMessage): (() => Promise<() => void>) | undefined {
    this.load.admit();
    const { key } = callerOf(opened);
    if (!key || !this.quotas.of(key)) return undefined;
    return async () => (await this.quotas.begin(key)).end;
  }
}
