import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where `scripts/fetch-helm.mjs` puts it. */
const FETCHED = resolve('.cache/helm');

/** Path of a helm, or undefined where there is none. */
export const helmPath: string | undefined = [
  FETCHED,
  ...(process.env.PATH ?? '').split(':').map((folder) => join(folder, 'helm')),
].find((path) => existsSync(path));

/** Runs helm; its output, or the error that it prints. */
export function helm(...args: string[]): { code: number | null; output: string; error: string } {
  const { status, stdout, stderr } = spawnSync(helmPath as string, args, { encoding: 'utf8' });
  return { code: status, output: stdout, error: stderr };
}
