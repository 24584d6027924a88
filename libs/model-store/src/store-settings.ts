import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { PluginError } from '@predict-otron/plugin-sdk';

/** Where models come from and where they are kept. */
export interface StoreSettings {
  /** Absolute path: `HF_HOME`. Models of addresses lie in its folder `otron`. */
  home: string;
  /** Absolute path of the Hub's cache, by default `hub` in the home: folders `models--owner--name`. */
  hubCache: string;
  /** Origin of the Hub or of a mirror, without a slash at the end. */
  endpoint: string;
  /** Nothing is asked of the network. */
  offline: boolean;
  /** Bytes that a download leaves free on the disk. */
  freeSpaceFloor: number;
}

const MIB = 2 ** 20;
const DEFAULT_ENDPOINT = 'https://huggingface.co';

/**
 * The settings that the Hub's own tools read from the environment, beside two of ours.
 * @param own folder and floor where they are set in another way
 */
export function storeSettings(
  env: NodeJS.ProcessEnv = process.env,
  own: { home?: string; freeSpaceFloorMiB?: number } = {},
): StoreSettings {
  const home = resolve(expanded(own.home ?? (env.HF_HOME || '.hf-cache')));
  return {
    home,
    hubCache: resolve(expanded(env.HF_HUB_CACHE || join(home, 'hub'))),
    endpoint: endpointOf(env.HF_ENDPOINT || DEFAULT_ENDPOINT),
    offline: /^(1|on|yes|true)$/i.test(env.HF_HUB_OFFLINE ?? ''),
    freeSpaceFloor: (own.freeSpaceFloorMiB ?? 1024) * MIB,
  };
}

function expanded(path: string): string {
  return /^~(?=[\\/]|$)/.test(path) ? join(homedir(), path.slice(1)) : path;
}

function endpointOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new PluginError('INPUT_INVALID', `HF_ENDPOINT must be an http address, not ${JSON.stringify(text)}.`);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
