import type { IncomingHttpHeaders } from 'node:http';

/** Whether what a browser's headers say of the page that asks lets it ask: our own, one of an allowed site, or no page. */
export function isAllowedPage(headers: IncomingHttpHeaders, allowedOrigins: string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined || isSameHost(origin, host)) return true;
  // a proxy may have changed the host; browsers set this one themselves, scripts cannot
  if (headers['sec-fetch-site'] === 'same-origin') return true;
  return isAllowedOrigin(origin, allowedOrigins);
}

/** Whether a site is one of those that may use this server. */
export function isAllowedOrigin(origin: string, allowedOrigins: string[]): boolean {
  return allowedOrigins.includes('*') || allowedOrigins.includes(origin);
}

/** Whether a page's origin has the address that was asked. The port counts; one that goes without saying may be left out. */
function isSameHost(origin: string, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(origin)) return false;
  const { protocol, host: of } = new URL(origin);
  return URL.canParse(`${protocol}//${host}`) && new URL(`${protocol}//${host}`).host === of && of !== '';
}
