import { isEncrypted, SESSION_COOKIE } from '@predict-otron/service';
import type { FastifyRequest } from 'fastify';
import { fetchOwn } from './fetch-own.js';
import { type ModelSummary, modelSummaries } from './shared/model-summary.js';

/** How long a page waits for the list of models, in milliseconds. */
const LIST_LIMIT = 3000;

/** The models, or why there are none. */
interface Listed {
  models: ModelSummary[];
  problem?: string;
  /** True when the reader has to log in first. */
  needsKey?: boolean;
}

/**
 * The server whose models answer, as one request reaches it: with the cookie and the key of the one who asks, so that
 * the pages may do what their reader may.
 */
export class Upstream {
  readonly headers: Record<string, string>;
  /** Asks it. */
  readonly fetch: typeof fetch;
  private readonly base: string;

  constructor(request: FastifyRequest, base?: string) {
    this.base = (base ?? ownAddress(request)).replace(/\/+$/, '');
    this.fetch = base === undefined && isEncrypted(request.raw) ? fetchOwn : fetch;
    const { authorization, cookie } = request.headers;
    this.headers = { ...(authorization && { authorization }), ...(cookie && { cookie }) };
  }

  /** Whether the one who asks has logged in, as far as a browser tells. */
  get hasSession(): boolean {
    return this.headers.cookie?.includes(`${SESSION_COOKIE}=`) ?? false;
  }

  url(path: string): string {
    return `${this.base}${path}`;
  }

  /** The models that can do something; or a sentence that says why there is no list. */
  async models(ability: 'chat' | 'embeddings'): Promise<Listed> {
    try {
      const response = await this.fetch(this.url('/v1/models'), {
        headers: this.headers,
        signal: AbortSignal.timeout(LIST_LIMIT),
      });
      if (response.status === 401) return { models: [], problem: 'This server needs an API key.', needsKey: true };
      if (!response.ok) return { models: [], problem: `The server answered with ${response.status}.` };
      const models = modelSummaries((await response.json()) as Parameters<typeof modelSummaries>[0], ability);
      return models.length > 0 ? { models } : { models, problem: 'The server has no model for this.' };
    } catch {
      return { models: [], problem: 'The server does not answer. This page tries again by itself.' };
    }
  }
}

/** The address at which this very process was reached. */
function ownAddress({ raw, socket }: FastifyRequest): string {
  const { localAddress = '127.0.0.1', localPort } = socket;
  const address = localAddress.replace(/^::ffff:/, '');
  return `${isEncrypted(raw) ? 'https' : 'http'}://${address.includes(':') ? `[${address}]` : address}:${localPort}`;
}
