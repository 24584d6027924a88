import type { IncomingMessage } from 'node:http';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { AccessGuard } from '../access/access-guard.js';
import { setCaller } from '../access/caller.js';
import { type BrowserRules, refusedHost, refusedOrigin } from '../http/browser-hooks.js';
import { isAllowedPage } from '../http/own-pages.js';

/** What decides whether a client may open a WebSocket. */
export interface UpgradeRules extends BrowserRules {
  guard: Pick<AccessGuard, 'admit'>;
  /** False while the server stops. */
  accepting(): boolean;
}

/**
 * Why a request for a WebSocket is refused; `undefined` when it is not. Browsers let any page open one and send cookies along,
 * so a page must be from this server's own address, or from a site that is allowed. Programs send no origin.
 */
export function refuseUpgrade(request: IncomingMessage, rules: UpgradeRules): PluginError | undefined {
  const { headers } = request;
  if (!rules.accepting()) {
    return new PluginError('DISPOSED', 'The server is shutting down; try again in 5 seconds.', {
      retryAfterSeconds: 5,
    });
  }
  if (!rules.isAllowedHost(headers.host)) return refusedHost();
  if (!isAllowedPage(headers, rules.allowedOrigins)) return refusedOrigin();
  try {
    setCaller(request, rules.guard.admit(request));
    return undefined;
  } catch (error) {
    return PluginError.from(error);
  }
}
