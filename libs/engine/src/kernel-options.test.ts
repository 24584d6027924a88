import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { embeddedModelFolder } from './configuration/folders.js';
import { EngineConfiguration } from './configuration/index.js';
import { kernelOptions as withRole } from './kernel-options.js';

const role = {
  plugins: ['@predict-otron/runner-llama', '@predict-otron/embeddings-fastembed'],
  packageFolder: resolve('apps/server'),
};
const kernelOptions = (configuration: EngineConfiguration) => withRole(configuration, role);

describe('kernelOptions', () => {
  it('finds the embedded models and the package that names the plugins', () => {
    const { modelFolders, resolveFrom } = kernelOptions(new EngineConfiguration());
    expect(existsSync(join(modelFolders[0] as string, 'otron-tiny-llama-q8_0.gguf'))).toBe(true);
    expect(existsSync(join(resolveFrom, 'package.json'))).toBe(true);
  });

  it('makes every path absolute', () => {
    const configuration = Object.assign(new EngineConfiguration(), { models: ['m', '/n'], plugins: 'p', cache: 'c' });
    const { modelFolders, pluginFolder, cacheFolder, resolveFrom } = kernelOptions(configuration);
    expect(modelFolders).toEqual([resolve('m'), '/n']);
    expect([pluginFolder, cacheFolder]).toEqual([resolve('p'), resolve('c')]);
    expect(isAbsolute(resolveFrom)).toBe(true);
  });

  it.each([
    [{}, { language: 'otron-tiny-llama', embedding: 'otron-embed-tiny' }],
    [{ model: 'mine' }, { language: 'mine', embedding: 'otron-embed-tiny' }],
    [{ models: ['/m'] }, { language: undefined, embedding: undefined }],
    [
      { models: ['/m'], model: 'mine', embeddingModel: 'bge' },
      { language: 'mine', embedding: 'bge' },
    ],
    [{ models: ['/m', embeddedModelFolder] }, { language: 'otron-tiny-llama', embedding: 'otron-embed-tiny' }],
  ])('with %j has the defaults %j', (given, defaults) => {
    expect(kernelOptions(Object.assign(new EngineConfiguration(), given)).defaults).toEqual(defaults);
  });

  it('takes plugins and models from the configuration file', () => {
    const configuration = Object.assign(new EngineConfiguration(), { context: 512 });
    configuration.file = {
      plugins: [
        { package: '/mine' },
        { package: '@predict-otron/embeddings-fastembed', config: { cacheFolder: '/c' } },
      ],
      models: { 'otron-tiny-llama': { parallel: 2 }, other: { aliases: ['o'] } },
      rerankModel: 'r',
    };
    const { plugins, models, defaults } = kernelOptions(configuration);
    expect(plugins.at(-1)).toEqual({ package: '/mine' });
    expect(plugins).toContainEqual({ package: '@predict-otron/embeddings-fastembed', config: { cacheFolder: '/c' } });
    expect(plugins).toHaveLength(3);
    expect(models).toEqual({ 'otron-tiny-llama': { parallel: 2, contextTokens: 512 }, other: { aliases: ['o'] } });
    expect(defaults?.rerank).toBe('r');
  });

  it('gives the default model its context', () => {
    const configuration = Object.assign(new EngineConfiguration(), { context: 512 });
    expect(kernelOptions(configuration).models).toEqual({ 'otron-tiny-llama': { contextTokens: 512 } });
    configuration.models = ['/m'];
    expect(() => kernelOptions(configuration)).toThrow('--context needs --model');
    configuration.model = 'mine';
    expect(kernelOptions(configuration).models).toEqual({ mine: { contextTokens: 512 } });
  });
});
