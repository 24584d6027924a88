import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PluginError } from '@predict-otron/plugin-sdk';
import { sumFile, urlLocation } from '../cache/url-folder.js';
import { withRetries } from '../download/back-off.js';
import { checksumOf } from '../download/checksum.js';
import type { FileSource } from '../download/file-source.js';
import type { HttpClient, Reach } from '../net/http-client.js';
import type { UrlReference } from '../reference/model-reference.js';
import type { PullTools } from './pull-hub.js';

/** Brings a GGUF of a public address into the store. Without a checksum to hold it against, its size and its first bytes are checked. */
export async function pullFromUrl(
  { url }: UrlReference,
  http: HttpClient,
  reach: Reach,
  { settings, meter, signal, fetchFile }: Omit<PullTools, 'hub'>,
): Promise<string> {
  const target = urlLocation(settings.home, url);
  const there = await stat(target).catch(() => undefined);
  if (there) {
    meter.expect(there.size);
    meter.add(there.size, false);
    return target;
  }
  const source = urlSource(url, http, reach);
  const { size, version } = await probe(source, signal);
  await mkdir(dirname(target), { recursive: true });
  meter.expect(size);
  // under a name that is no model's, until it is known to be one
  const unchecked = `${target}.unchecked`;
  await fetchFile({ source, target: unchecked, size, version, freeSpaceFloor: settings.freeSpaceFloor });
  meter.enter('verifying');
  if (!(await isGguf(unchecked))) {
    await rm(unchecked, { force: true });
    throw new PluginError('MODEL_INVALID', `What ${source.host} sent is no GGUF file.`, { param: 'model' });
  }
  await writeFile(sumFile(target), await checksumOf(unchecked, ''.padEnd(64), signal));
  await rename(unchecked, target);
  return target;
}

function urlSource(url: string, http: HttpClient, reach: Reach): FileSource {
  const { host } = new URL(url);
  return {
    host,
    open: async (headers, signal) => {
      const answer = await http.ask(url, { headers, reach, signal });
      if (answer.status === 200 || answer.status === 206) return answer;
      await answer.body.dump({ limit: 65_536 }).catch(() => {});
      throw failure(host, answer.status);
    },
  };
}

function failure(host: string, status: number): PluginError {
  const details = { param: 'model', upstreamStatus: status };
  if (status === 404 || status === 410) return new PluginError('MODEL_NOT_FOUND', `${host} has no such file.`, details);
  if (status === 401 || status === 403)
    return new PluginError(
      'FORBIDDEN',
      `${host} gives the file to nobody unknown (${status}). Download it yourself into a model folder.`,
      details,
    );
  return new PluginError(status === 429 ? 'RATE_LIMITED' : 'UPSTREAM', `${host} answered ${status}.`, details);
}

/** Its size, and what tells this content from a later one at the same address. */
async function probe(source: FileSource, signal: AbortSignal): Promise<{ size: number; version: string }> {
  return withRetries({ host: source.host, signal }, async () => {
    const { status, headers, body } = await source.open({ range: 'bytes=0-0' }, signal);
    body.destroy();
    const length = status === 206 ? /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] : headers['content-length'];
    const size = Number(length ?? Number.NaN);
    if (Number.isSafeInteger(size) && size > 0)
      return { size, version: headers.etag ?? headers['last-modified'] ?? '' };
    throw new PluginError('MODEL_INVALID', `${source.host} does not tell how large the file is.`, { param: 'model' });
  });
}

async function isGguf(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.toString('latin1') === 'GGUF';
  } finally {
    await file.close();
  }
}
