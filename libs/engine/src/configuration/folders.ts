import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONFIG_ENDINGS } from './parse-config-file.js';

/** Where the program is installed: the folder of `libs`. */
const installFolder = fileURLToPath(new URL('../../../..', import.meta.url));

/** The models that come with the program. */
export const embeddedModelFolder = join(installFolder, 'models');

/** `plugins/` of the working folder if there is one, otherwise that of the installation. */
export function defaultPluginFolder(): string {
  const local = resolve('plugins');
  return existsSync(local) ? local : join(installFolder, 'plugins');
}

/** Where this user's programs keep what they can make or fetch again. */
export function defaultCacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'predict-otron');
}

/** `otron.config.json`, `.yaml`, `.ts`, … of the working folder: the first that there is, if any. */
export function defaultConfigFile(): string | undefined {
  return CONFIG_ENDINGS.map((ending) => resolve(`otron.config${ending}`)).find((path) => existsSync(path));
}
