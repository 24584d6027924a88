import type { Agent } from 'undici';

let agent: Agent | undefined;

/**
 * Asks this very process over TLS. Its certificate is for the name by which clients know it, not for the address used here;
 * it need not be looked at, since such a connection never leaves the machine.
 */
export const fetchOwn: typeof fetch = async (url, init) => {
  // read only where it is needed
  const undici = await import('undici');
  agent ??= new undici.Agent({ connect: { rejectUnauthorized: false } });
  const options = { ...init, dispatcher: agent } as Parameters<typeof undici.fetch>[1];
  return (await undici.fetch(url as string | URL, options)) as unknown as Response;
};
