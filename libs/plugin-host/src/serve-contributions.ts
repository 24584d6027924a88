import type { Contributions } from '@predict-otron/plugin-sdk';
import type { Channel } from './channel.js';
import { ContributionsServer } from './contributions-server.js';

/** A plugin that is being served. */
export interface Serving {
  /** Ends all that runs, disposes all that was loaded, then the contributions, and closes the channel. */
  dispose(): Promise<void>;
}

/**
 * Serves a plugin's hardware, runners, embedders, rerankers and health; stages stay with the server. The contributions
 * are disposed when the other side disposes its proxies or goes away. A rejected promise is what the other side's
 * `connectContributions` rejects with. Vectors are given away: a backend must not keep the arrays it returned.
 */
export function serveContributions(channel: Channel, contributions: Contributions | Promise<Contributions>): Serving {
  const server = new ContributionsServer(channel, Promise.resolve(contributions));
  return {
    dispose: async () => {
      await server.end().finally(() => channel.close());
    },
  };
}
