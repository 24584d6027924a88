/**
 * What a page may do. Scripts come from this server's files alone, and none is inline: whatever a model prints, nothing
 * of it runs. `development` lets Vite put its styles into the page.
 */
export function pageHeaders(development: boolean): Record<string, string> {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': development ? "'self' 'unsafe-inline'" : "'self'",
    'img-src': "'self' data:",
    'connect-src': "'self'",
    'form-action': "'self'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
  };
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': Object.entries(policy)
      .map(([name, value]) => `${name} ${value}`)
      .join('; '),
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    // tells nginx, and what understands it, not to hold a streamed answer back
    'X-Accel-Buffering': 'no',
  };
}
