import { MessageChannel } from 'node:worker_threads';
import { connectContributions, messagePortChannel, serveContributions } from '@predict-otron/plugin-host';
import type { Contributions } from '@predict-otron/plugin-sdk';

/** Where a plugin runs, as seen from its user. */
export interface Place {
  name: string;
  /** Do stages run here? They always run in the server's own process. */
  stages: boolean;
  contributions(own: Contributions): Promise<Contributions>;
}

const IN_PLACE: Place = { name: 'in place', stages: true, contributions: async (own) => own };

/** As in a worker thread: only plain data passes. Stages stay in place. */
const OVER_A_MESSAGE_PORT: Place = {
  name: 'over a message port',
  stages: false,
  contributions: (own) => {
    const { port1, port2 } = new MessageChannel();
    serveContributions(messagePortChannel(port1), own);
    return connectContributions(messagePortChannel(port2));
  },
};

/** Every plugin is tested in each of these. */
export const PLACES: Place[] = [IN_PLACE, OVER_A_MESSAGE_PORT];
