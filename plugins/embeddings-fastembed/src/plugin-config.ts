import { resolve } from 'node:path';
import { type JsonObject, PluginError } from '@predict-otron/plugin-sdk';

/** Where fastembed's models lie, as its own source has it. */
const FASTEMBED_URL = 'https://storage.googleapis.com/qdrant-fastembed/';

/** The plugin's configuration. */
export const configSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  properties: {
    downloadBaseUrl: {
      type: 'string',
      default: FASTEMBED_URL,
      description: "Folder with fastembed's archives (NAME.tar.gz), http or https; a mirror's where there is one.",
    },
    cacheFolder: {
      type: 'string',
      description:
        'Folder for downloaded models. Default: FASTEMBED_CACHE, else .fastembed_cache in the working folder.',
    },
    sha256: {
      type: 'object',
      default: {},
      additionalProperties: { type: 'string', pattern: '^[0-9a-fA-F]{64}$' },
      description: "By a model's name or alias: the SHA-256 that its archive must have.",
    },
  },
};

export interface PluginConfig {
  downloadBaseUrl: URL;
  /** Absolute. */
  cacheFolder: string;
  /** By a model's name or alias. */
  sha256: Record<string, string>;
}

/** Reads the validated configuration. Throws `INPUT_INVALID`, naming the property. */
export function readConfig(config: JsonObject, environment: NodeJS.ProcessEnv): PluginConfig {
  const { downloadBaseUrl = FASTEMBED_URL, cacheFolder, sha256 = {} } = config as Record<string, unknown>;
  const base = String(downloadBaseUrl);
  const url = URL.canParse(base) ? new URL(base.endsWith('/') ? base : `${base}/`) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '') {
    throw new PluginError(
      'INPUT_INVALID',
      'downloadBaseUrl must be an http or https URL without a password and a query',
      {
        param: 'downloadBaseUrl',
      },
    );
  }
  return {
    downloadBaseUrl: url,
    cacheFolder: resolve(String(cacheFolder ?? (environment.FASTEMBED_CACHE || '.fastembed_cache'))),
    sha256: sha256 as Record<string, string>,
  };
}
