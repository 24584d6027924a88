import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readPackage } from '@predict-otron/plugin-host/package';
import { PluginError } from '@predict-otron/plugin-sdk';

/** The server shares these with every plugin. */
const SHARED = ['@predict-otron/plugin-sdk', 'rxjs'];
const LIMIT_MS = 300_000;
/** No script of a dependency runs: it could do anything, and a plugin that needs one can be installed with npm itself. */
const FLAGS = '--omit=dev --ignore-scripts --no-audit --no-fund --no-package-lock --legacy-peer-deps --loglevel=error';

/**
 * Installs what the package in `folder/package` depends on into `folder`, with npm, unless it brings that along
 * (`bundleDependencies`). Throws `INPUT_INVALID` where npm cannot.
 */
export async function installDependencies(folder: string): Promise<void> {
  const found = await readPackage(join(folder, 'package'));
  const dependencies = Object.entries((found?.manifest.dependencies ?? {}) as Record<string, string>);
  const missing: [string, string][] = [];
  for (const [name, range] of dependencies)
    if (!SHARED.includes(name) && !existsSync(join(folder, 'package/node_modules', name, 'package.json')))
      missing.push([name, range]);
  if (missing.length === 0) return;
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: Object.fromEntries(missing) }),
  );
  try {
    const shell = process.platform === 'win32';
    await promisify(execFile)('npm', ['install', ...FLAGS.split(' ')], { cwd: folder, timeout: LIMIT_MS, shell });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const names = missing.map(([name]) => name).join(', ');
    const why = (stderr?.trim() || message).split('\n')[0];
    throw new PluginError(
      'INPUT_INVALID',
      `It needs ${names}, which npm could not install here (${why}). Pack it with "bundleDependencies", or install it with npm.`,
    );
  }
}
