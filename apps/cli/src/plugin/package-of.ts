import { resolve } from 'node:path';
import { type PluginPackage, readPackage } from '@predict-otron/plugin-host/package';
import { CliError, EXIT } from '../cli-error.js';

/** The package in a folder. Throws where there is none. */
export async function packageOf(path: string): Promise<PluginPackage> {
  const found = await readPackage(resolve(path));
  if (found) return found;
  throw new CliError(`There is no package.json in ${resolve(path)}.`, EXIT.failed, 'Name the folder of a plugin.');
}
