import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { bytes } from '../terminal/quantities.js';
import type { Finding } from './finding.js';

/** Less than this is too little for most models. */
const LITTLE_SPACE = 2 * 1024 ** 3;

/** The folders for models and for what can be made again, as a server started here would use them. */
export function cacheFindings(environment: Record<string, string | undefined> = process.env): Finding[] {
  const cache =
    environment.OTRON_CACHE || join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'predict-otron');
  return [
    folderFinding('cache', cache, 'OTRON_CACHE'),
    folderFinding('models', environment.HF_HOME || '.hf-cache', 'HF_HOME'),
  ];
}

function folderFinding(subject: string, folder: string, variable: string): Finding {
  const path = resolve(folder);
  // a folder that is not there yet will be made in the nearest one that is
  let nearest = path;
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  try {
    accessSync(nearest, constants.W_OK);
  } catch {
    const fix = `Make it writable, or name another folder in ${variable}.`;
    return { subject, state: 'bad', text: `${path} cannot be written`, fix };
  }
  const { bavail, bsize } = statfsSync(nearest);
  const free = bavail * bsize;
  const text = `${path}${nearest === path ? '' : ' (not made yet)'}, ${bytes(free)} free`;
  if (free >= LITTLE_SPACE) return { subject, state: 'good', text };
  return { subject, state: 'warning', text, fix: `Free some space, or name a folder on another disk in ${variable}.` };
}
