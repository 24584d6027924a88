import { rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PluginError } from '@predict-otron/plugin-sdk';
import { type Backoff, withRetries } from './back-off.js';
import { checksumOf, type Etag } from './checksum.js';
import { checkDiskSpace } from './disk-space.js';
import { type FileLock, lockFile } from './file-lock.js';
import type { FileSource } from './file-source.js';
import { PartFile } from './part-file.js';
import type { Piece } from './pieces.js';

/** One file to fetch. */
export interface FileDownload {
  source: FileSource;
  /** Where it will be; its folder exists. */
  target: string;
  /** Bytes. */
  size: number;
  /** Its checksum; absent where nobody tells one. */
  etag?: Etag;
  /** Without a checksum: tells one content from another as far as possible. */
  version?: string;
  /** Bytes that must stay free on the disk. */
  freeSpaceFloor: number;
}

/** What is to be seen from outside. */
export interface DownloadWatcher {
  signal: AbortSignal;
  /** Bytes that came, or that were there from before; negative where they turned out to be of no use. */
  onBytes(bytes: number): void;
  onPhase(phase: 'waiting' | 'downloading' | 'verifying'): void;
}

/** How it is done. */
export interface DownloadTuning {
  /** Ranges of one large file that are fetched at the same time. */
  connections: number;
  /** Bytes: no range is smaller. */
  smallestPiece: number;
  backoff?: Partial<Backoff>;
}

export const DOWNLOAD_TUNING: DownloadTuning = { connections: 4, smallestPiece: 32 * 2 ** 20 };

/**
 * Fetches a file to its place, where it is whole or not at all: what came before is kept, even through a kill, and goes on
 * from there; its checksum is right before it is moved. Does nothing where it is there already.
 */
export async function downloadFile(
  file: FileDownload,
  watcher: DownloadWatcher,
  tuning = DOWNLOAD_TUNING,
): Promise<void> {
  const lock = await lockFile(`${file.target}.lock`, watcher.signal, () => watcher.onPhase('waiting'));
  try {
    if (await isThere(file)) return watcher.onBytes(file.size);
    await fetchWhole(file, watcher, tuning);
  } finally {
    await release(lock);
  }
}

async function fetchWhole(file: FileDownload, watcher: DownloadWatcher, tuning: DownloadTuning): Promise<void> {
  const path = `${file.target}.otron-part`;
  // a part that was spoiled, by whomever, is no reason to give up: the second time all of it is new
  for (const isLastTry of [false, true]) {
    const part = await PartFile.open(path, file.size, file.etag ?? file.version ?? '', tuning);
    let isMoved = false;
    try {
      watcher.onBytes(file.size - part.missing);
      await checkDiskSpace(dirname(path), part.missing, file.freeSpaceFloor);
      watcher.onPhase('downloading');
      await fetchPieces(file, part, watcher, tuning);
      watcher.onPhase('verifying');
      await part.sync();
      if (file.etag === undefined || (await checksumOf(path, file.etag, watcher.signal)) === file.etag) {
        isMoved = true;
        return await part.moveTo(file.target);
      }
    } finally {
      if (!isMoved) await part.close();
    }
    watcher.onBytes(-file.size);
    await Promise.all([rm(path, { force: true }), rm(`${path}.json`, { force: true })]);
    if (isLastTry) break;
  }
  const message = `${file.source.host} sent other bytes than it announced: the checksum is wrong. Nothing of them was kept.`;
  throw new PluginError('UPSTREAM', message, { param: 'model' });
}

/** A server that cannot send ranges sends all of the file, in one piece and from the start. */
class NoRanges extends PluginError {
  constructor() {
    super('UNSUPPORTED', 'The server sends no ranges.');
  }
}

async function fetchPieces(
  file: FileDownload,
  part: PartFile,
  watcher: DownloadWatcher,
  tuning: DownloadTuning,
): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([watcher.signal, failed.signal]);
  const open = part.pieces.filter(({ next, end }) => next < end);
  try {
    const all = open.map((piece) => fetchPiece(file, part, piece, { ...watcher, signal }, tuning));
    // the first failure stops the others, and nobody writes any more when this ends
    for (const one of all) one.catch((error) => failed.abort(error));
    await Promise.allSettled(all);
    watcher.signal.throwIfAborted();
    if (failed.signal.aborted) throw failed.signal.reason;
  } catch (error) {
    if (!(error instanceof NoRanges)) throw error;
    watcher.onBytes(part.missing - file.size);
    const whole = { start: 0, end: file.size, next: 0 };
    await part.restart([whole]);
    await fetchPiece(file, part, whole, watcher, tuning, true);
  }
}

async function fetchPiece(
  file: FileDownload,
  part: PartFile,
  piece: Piece,
  watcher: DownloadWatcher,
  tuning: DownloadTuning,
  fromStart = false,
): Promise<void> {
  const { host } = file.source;
  await withRetries({ host, signal: watcher.signal, ...tuning.backoff }, async ({ gained }) => {
    if (fromStart) {
      watcher.onBytes(piece.start - piece.next);
      piece.next = piece.start;
    }
    const isWhole = piece.next === 0 && piece.end === file.size;
    const headers = isWhole ? {} : { range: `bytes=${piece.next}-${piece.end - 1}` };
    const answer = await file.source.open(headers as Record<string, string>, watcher.signal);
    try {
      if (!isWhole) checkRange(answer, piece, file.size);
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        if (chunk.length > piece.end - piece.next) throw tooLong(host);
        await part.write(piece, chunk);
        watcher.onBytes(chunk.length);
        if (!fromStart) gained();
      }
    } finally {
      answer.body.destroy();
    }
    if (piece.next < piece.end) throw new PluginError('UPSTREAM', `${host} ended the file before its end.`);
  });
}

function checkRange(
  { status, headers }: { status: number; headers: Record<string, string> },
  piece: Piece,
  size: number,
): void {
  if (status === 200) throw new NoRanges();
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? [];
  if (Number(start) !== piece.next || (total !== '*' && Number(total) !== size)) throw new NoRanges();
}

function tooLong(host: string): PluginError {
  return new PluginError('UPSTREAM', `${host} sent more bytes than it announced.`, { upstreamStatus: 200 });
}

async function isThere({ target, size }: FileDownload): Promise<boolean> {
  const status = await stat(target).catch(() => undefined);
  return status?.size === size;
}

async function release(lock: FileLock): Promise<void> {
  await lock.release().catch(() => {});
}
