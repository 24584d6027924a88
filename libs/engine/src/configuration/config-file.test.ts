import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfigFile } from './config-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(content: unknown) {
  const path = join(folder, 'otron.config.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readConfigFile(path);
}

describe('readConfigFile', () => {
  it('makes paths absolute, and leaves references and package names alone', () => {
    const models = {
      a: { path: 'm/a.gguf', aliases: ['x'] },
      b: { path: 'fastembed:bge-small-en-v1.5' },
      c: { parallel: 2 },
    };
    const plugins = [{ package: './mine' }, { package: '@scope/plugin', config: { x: 1 }, required: true }];
    expect(read({ models, plugins, rerankModel: 'r', anyDimensions: true })).toEqual({
      models: { ...models, a: { path: join(folder, 'm/a.gguf'), aliases: ['x'] } },
      plugins: [{ package: join(folder, 'mine') }, plugins[1]],
      rerankModel: 'r',
      anyDimensions: true,
    });
  });

  it.each<[unknown, RegExp]>([
    ['{', /cannot be read: /],
    [[], /the whole must be object$/],
    [{ modles: {} }, /, \/modles is not known here$/],
    [{ models: { a: { contextTokens: 'big' } } }, /, \/models\/a\/contextTokens must be integer$/],
    [{ models: { a: { pooling: 'cls' } } }, /, \/models\/a\/pooling is not known here$/],
    [{ plugins: [{}] }, /, \/plugins\/0 must have required property 'package'$/],
  ])('refuses %j with the place of the fault', (content, message) => {
    expect(() => read(content)).toThrow(message);
  });

  it('refuses a file that is not there', () => {
    expect(() => readConfigFile(join(folder, 'none.json'))).toThrow(/cannot be read/);
  });
});
