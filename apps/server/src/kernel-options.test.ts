import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { ServerConfiguration } from './configuration/server-configuration.js';
import { kernelOptions } from './kernel-options.js';

describe('kernelOptions', () => {
  it('finds the embedded models and the server package', () => {
    const { modelFolders, resolveFrom } = kernelOptions(new ServerConfiguration());
    expect(existsSync(join(modelFolders[0] as string, 'otron-tiny-llama-q8_0.gguf'))).toBe(true);
    expect(existsSync(join(resolveFrom, 'package.json'))).toBe(true);
  });

  it('makes every path absolute', () => {
    const configuration = Object.assign(new ServerConfiguration(), { models: ['m', '/n'], plugins: 'p', cache: 'c' });
    const { modelFolders, pluginFolder, cacheFolder, resolveFrom } = kernelOptions(configuration);
    expect(modelFolders).toEqual([resolve('m'), '/n']);
    expect([pluginFolder, cacheFolder]).toEqual([resolve('p'), resolve('c')]);
    expect(isAbsolute(resolveFrom)).toBe(true);
  });

  it('gives the default model its context', () => {
    const configuration = Object.assign(new ServerConfiguration(), { model: 'mine' });
    expect(kernelOptions(configuration)).toMatchObject({ models: {}, defaults: { language: 'mine' } });
    configuration.context = 512;
    expect(kernelOptions(configuration).models).toEqual({ mine: { contextTokens: 512 } });
  });
});
