import type { IncomingMessage } from 'node:http';
import { PluginError } from '@predict-otron/plugin-sdk';

/** What decides whether a client may open a WebSocket. */
export interface UpgradeRules {
  /** Origins of other sites whose pages may use this server, such as `https://example.org`; `*` for all. */
  allowedOrigins: string[];
  /** False while the server stops. */
  accepting(): boolean;
}

/**
 * Why a request for a WebSocket is refused; `undefined` when it is not. Browsers let any page open one and send cookies along,
 * so a page must be from this server's own address, or from a site that is allowed. Programs send no origin.
 *
 * This is the place where keys and cookies will be checked: it sees every request before a WebSocket is opened.
 */
export function refuseUpgrade({ headers }: IncomingMessage, rules: UpgradeRules): PluginError | undefined {
  if (!rules.accepting()) {
    return new PluginError('DISPOSED', 'The server is shutting down; try again in 5 seconds.', {
      retryAfterSeconds: 5,
    });
  }
  const { origin, host } = headers;
  if (origin === undefined || isSameHost(origin, host)) return undefined;
  if (rules.allowedOrigins.includes('*') || rules.allowedOrigins.includes(origin)) return undefined;
  return new PluginError('FORBIDDEN', 'Pages of this origin may not use this server: see --allowed-origins.');
}

/** Whether a page's origin has the address that was asked. The port counts; one that goes without saying may be left out. */
function isSameHost(origin: string, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(origin)) return false;
  const { protocol, host: of } = new URL(origin);
  return URL.canParse(`${protocol}//${host}`) && new URL(`${protocol}//${host}`).host === of && of !== '';
}
