import { resolve } from 'node:path';
import type { JsonObject } from '@predict-otron/plugin-sdk';
import { readConfig } from './plugin-config.js';

describe('readConfig', () => {
  it("defaults to fastembed's own place and to a folder beside the work", () => {
    expect(readConfig({}, {})).toEqual({
      downloadBaseUrl: new URL('https://storage.googleapis.com/qdrant-fastembed/'),
      cacheFolder: resolve('.fastembed_cache'),
      sha256: {},
    });
  });

  it.each([
    [undefined, undefined, '.fastembed_cache'],
    [undefined, '', '.fastembed_cache'],
    [undefined, '/env', '/env'],
    ['/config', '/env', '/config'],
  ])('of cacheFolder %s and FASTEMBED_CACHE %s takes %s', (cacheFolder, FASTEMBED_CACHE, expected) => {
    const config: JsonObject = cacheFolder === undefined ? {} : { cacheFolder };
    expect(readConfig(config, { FASTEMBED_CACHE }).cacheFolder).toBe(resolve(expected));
  });

  it("takes a mirror's folder with or without a slash", () => {
    for (const downloadBaseUrl of ['http://mirror/models', 'http://mirror/models/']) {
      expect(readConfig({ downloadBaseUrl }, {}).downloadBaseUrl.href).toBe('http://mirror/models/');
    }
  });

  it.each(['ftp://mirror/', 'mirror', 'file:///models', 'https://user:secret@mirror/', 'https://mirror/?token=x'])(
    'refuses %s',
    (downloadBaseUrl) => {
      const error = { code: 'INPUT_INVALID', details: { param: 'downloadBaseUrl' } };
      expect(() => readConfig({ downloadBaseUrl }, {})).toThrow(expect.objectContaining(error));
    },
  );
});
