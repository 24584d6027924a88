import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { PluginError } from '@predict-otron/plugin-sdk';

/** A file that was fetched whole. */
export interface FetchedArchive {
  bytes: number;
  sha256: string;
}

const MAX_REDIRECTS = 5;
/** Answers after which another try may help. */
const PASSING = [408, 425, 429];

/** A failure after which another try may help: the network's, or the server's own. */
export class PassingFailure extends Error {}

/**
 * Streams a URL to a file, and yields the fraction that has arrived (0 while the server does not tell the length).
 * Throws {@link PassingFailure} for a broken connection, a cut body and an overloaded server; a PluginError `UPSTREAM`
 * for anything else that the server says, `DISK_FULL` when the disk is.
 */
export async function* fetchArchive(
  url: URL,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<number, FetchedArchive> {
  const response = await request(url, signal);
  const expected = bodyLength(response);
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  let bytes = 0;
  try {
    for await (const chunk of chunksOf(response, url)) {
      hash.update(chunk);
      await file.appendFile(chunk);
      bytes += chunk.length;
      yield expected ? Math.min(bytes / expected, 1) : 0;
    }
  } finally {
    await file.close();
  }
  if (expected !== undefined && bytes !== expected) {
    throw new PassingFailure(`${shown(url)} was cut after ${bytes} of ${expected} bytes`);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Where a redirect leads. Throws `UPSTREAM` when it leaves https for http, or goes nowhere. */
export function redirectTarget(from: URL, location: string | null): URL {
  const target = location !== null && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (target?.protocol === 'https:' || (target?.protocol === 'http:' && from.protocol === 'http:')) return target;
  throw new PluginError(
    'UPSTREAM',
    `${shown(from)} redirects to ${target ? shown(target) : 'nowhere'}, which is not followed`,
  );
}

async function request(url: URL, signal: AbortSignal): Promise<Response> {
  let at = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    // identity: what is checked is the archive itself, not a compression of the transfer
    const headers = { 'accept-encoding': 'identity', 'user-agent': 'predict-otron' };
    const response = await fetch(at, { headers, redirect: 'manual', signal }).catch((error: Error) => {
      throw signal.aborted
        ? error
        : new PassingFailure(`${shown(at)} cannot be reached: ${String(error.cause ?? error)}`);
    });
    if (response.ok) return response;
    await response.body?.cancel();
    const { status } = response;
    if (status >= 500 || PASSING.includes(status)) throw new PassingFailure(`${shown(at)} answers ${status}`);
    if (status < 300 || status >= 400) throw new PluginError('UPSTREAM', `${shown(at)} answers ${status}`, { status });
    at = redirectTarget(at, response.headers.get('location'));
  }
  throw new PluginError('UPSTREAM', `${shown(url)} redirects more than ${MAX_REDIRECTS} times`);
}

/** Without the query, which may hold a signature. */
function shown(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

async function* chunksOf(response: Response, url: URL): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response.body ?? []) yield chunk;
  } catch (error) {
    throw new PassingFailure(`${shown(url)} broke off: ${String((error as Error).cause ?? error)}`);
  }
}

/** Length of the body as it will be read: unknown when it was compressed against our wish. */
function bodyLength(response: Response): number | undefined {
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  const plain = (response.headers.get('content-encoding') ?? 'identity') === 'identity';
  return plain && Number.isSafeInteger(length) ? length : undefined;
}
