import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PluginError } from '@predict-otron/plugin-sdk';
import { fetchArchive } from './fetch-archive.js';
import { checkLayout, flawIn, writeManifest } from './manifest.js';
import { unpackArchive } from './unpack-archive.js';

/** One model to fetch. */
export interface Download {
  url: URL;
  /** SHA-256 of the archive in hexadecimal, where it is known. */
  sha256?: string;
  /** Name of the ONNX file that the model must have. */
  modelFile: string;
  /** Absolute path at which the whole model appears in the end. */
  folder: string;
  /** Absolute path of an empty folder on the same file system, to work in. */
  workFolder: string;
}

/** Share of the progress that the transfer takes; the rest is unpacking and checking. */
const TRANSFER_SHARE = 0.9;

/**
 * Fetches, unpacks and checks a model in the work folder, and only then moves it to its place. Yields the fraction done.
 * Throws what `fetchArchive` throws, and `UPSTREAM` for an archive that is not the model.
 */
export async function* downloadModel(download: Download, signal: AbortSignal): AsyncGenerator<number> {
  const { url, modelFile, folder, workFolder } = download;
  const archive = join(workFolder, 'archive.tar.gz');
  const transfer = fetchArchive(url, archive, signal);
  let step = await transfer.next();
  for (; !step.done; step = await transfer.next()) yield step.value * TRANSFER_SHARE;
  const { sha256 } = step.value;
  if (download.sha256 && download.sha256.toLowerCase() !== sha256) {
    throw unusable(url, `its SHA-256 is ${sha256} instead of ${download.sha256}`);
  }
  const unpacked = await prepare(archive, join(workFolder, 'unpacked'), modelFile, signal).catch((error: unknown) => {
    if (signal.aborted || isDiskFull(error)) throw error;
    throw unusable(url, error instanceof Error ? error.message : String(error), error);
  });
  await moveInto(folder, unpacked, modelFile);
  yield 1;
}

/** True for the errors of a file system that has no room left. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
}

async function prepare(archive: string, into: string, modelFile: string, signal: AbortSignal): Promise<string> {
  const unpacked = await unpackArchive(archive, into, signal);
  await checkLayout(unpacked, modelFile);
  await writeManifest(unpacked);
  return unpacked;
}

/** Moves a whole model to its place in one step. Where another process was faster, its model stays. */
async function moveInto(folder: string, unpacked: string, modelFile: string): Promise<void> {
  try {
    await rename(unpacked, folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    if ((await flawIn(folder, modelFile)) === undefined) return;
    await rm(folder, { recursive: true, force: true });
    await rename(unpacked, folder);
  }
}

function unusable(url: URL, reason: string, cause?: unknown): PluginError {
  return new PluginError('UPSTREAM', `what ${url} serves is not the model: ${reason}`, { url: url.href }, { cause });
}
