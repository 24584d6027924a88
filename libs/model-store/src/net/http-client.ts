import { isIP } from 'node:net';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { Dispatcher } from 'undici';
import { isPrivateHost, isPublicAddress, publicLookup } from './public-address.js';

/** `public`: https to public addresses. `any`: what an operator has configured, and where that redirects. */
export type Reach = 'public' | 'any';

/** One request; redirects are followed. */
export interface Ask {
  method?: 'GET' | 'HEAD';
  headers?: Record<string, string>;
  /** Sent to this origin and to no other one, whatever redirects where. */
  secret?: { origin: string; token: string };
  reach: Reach;
  signal?: AbortSignal;
  /** Take a redirect as the answer when it leads to another host. */
  stayOnHost?: boolean;
}

/** The body must be read or destroyed. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Dispatcher.ResponseData['body'];
}

const MAX_REDIRECTS = 8;
const CONNECT_MS = 15_000;
/** Without a byte for so long, a connection is given up. */
const SILENCE_MS = 60_000;

/** HTTP as the store needs it: through the proxy of the environment, and to where it may go. */
export class HttpClient {
  private readonly dispatchers = new Map<Reach, Promise<Dispatcher>>();

  /** Throws undici's errors for what the network does, and `FORBIDDEN` for where it must not go. */
  async ask(url: string, { method = 'GET', reach, secret, signal, ...ask }: Ask): Promise<Answer> {
    let target = checked(url, reach);
    const { request } = await import('undici');
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const authorization = secret?.origin === target.origin ? { authorization: `Bearer ${secret.token}` } : {};
      const answer = await request(target, {
        method,
        // the bytes as they are, so that lengths and ranges mean them
        headers: { 'user-agent': 'predict-otron', 'accept-encoding': 'identity', ...ask.headers, ...authorization },
        dispatcher: await this.dispatcher(reach),
        signal,
      });
      // a body that is given up before its end says so with an error that nobody waits for
      answer.body.on('error', () => undefined);
      const headers = flat(answer.headers);
      const location = [301, 302, 303, 307, 308].includes(answer.statusCode) ? headers.location : undefined;
      const next = location === undefined ? undefined : new URL(location, target);
      if (next === undefined || (ask.stayOnHost && next.host !== target.host))
        return { status: answer.statusCode, headers, body: answer.body };
      await answer.body.dump({ limit: 65_536 }).catch(() => {});
      target = checked(next.href, reach);
    }
    throw new PluginError('UPSTREAM', `${new URL(url).host} redirects without end.`);
  }

  async close(): Promise<void> {
    await Promise.all([...this.dispatchers.values()].map(async (dispatcher) => (await dispatcher).destroy()));
    this.dispatchers.clear();
  }

  private dispatcher(reach: Reach): Promise<Dispatcher> {
    const known = this.dispatchers.get(reach);
    if (known) return known;
    const dispatcher = newDispatcher(reach);
    this.dispatchers.set(reach, dispatcher);
    return dispatcher;
  }
}

/** What an endpoint that was configured may reach: one in a private network may lead to others there. */
export async function reachOf(endpoint: string): Promise<Reach> {
  const { protocol, hostname } = new URL(endpoint);
  return protocol === 'http:' || (await isPrivateHost(hostname)) ? 'any' : 'public';
}

/** Behind a proxy it is the proxy that looks names up; addresses and the scheme are checked all the same. */
async function newDispatcher(reach: Reach): Promise<Dispatcher> {
  // not before something is asked for: it is large, and most servers start with all that they need
  const { Agent, EnvHttpProxyAgent } = await import('undici');
  const lookup = reach === 'public' ? { lookup: publicLookup as never } : {};
  const options = { connect: { timeout: CONNECT_MS, ...lookup }, headersTimeout: SILENCE_MS, bodyTimeout: SILENCE_MS };
  const hasProxy = ['http_proxy', 'https_proxy'].some((name) => process.env[name] || process.env[name.toUpperCase()]);
  return hasProxy ? new EnvHttpProxyAgent(options) : new Agent(options);
}

function checked(text: string, reach: Reach): URL {
  const url = new URL(text);
  if (reach === 'any' && /^https?:$/.test(url.protocol)) return url;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const fault =
    url.protocol !== 'https:'
      ? `${url.protocol}// is not allowed, only https://`
      : url.username || url.password
        ? 'an address must hold no credentials'
        : isIP(host) && !isPublicAddress(host)
          ? `${host} is not a public address`
          : undefined;
  if (fault === undefined) return url;
  throw new PluginError('FORBIDDEN', `The server does not fetch from there: ${fault}.`, { param: 'model' });
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(', ')]],
    ),
  );
}
