import type { IncomingHttpHeaders } from 'node:http';

/** Whether a form comes from our own page, so that no other site can send it in the name of its reader. */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = headers;
  // programs send neither
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
