import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfigFile } from './config-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(content: unknown, name = 'otron.config.json') {
  const path = join(folder, name);
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

  it('makes numbers of amounts and durations, and paths of adapters absolute', () => {
    const models = {
      a: { keepAlive: '5m', pinned: true, adapters: [{ path: 'l.gguf' }, { path: '/m.gguf', scale: 0.5 }] },
    };
    const memory = { limit: { cpu: '8GiB', 'cuda:0': '80%' }, turn: '2s', wait: 'forever' };
    expect(read({ models, memory, keepAlive: '1h' })).toEqual({
      models: {
        a: {
          keepAliveMs: 300_000,
          pinned: true,
          adapters: [
            { path: join(folder, 'l.gguf'), scale: 1 },
            { path: '/m.gguf', scale: 0.5 },
          ],
        },
      },
      plugins: [],
      memory: { limits: { cpu: { bytes: 8 * 2 ** 30 }, 'cuda:0': { share: 0.8 } }, turnMs: 2000, waitMs: 2 ** 31 - 1 },
      keepAliveMs: 3_600_000,
    });
    expect(read({ memory: { limit: '500 MB' } }).memory).toEqual({ limits: { '*': { bytes: 500_000_000 } } });
  });

  it.each([
    ['otron.config.yaml', 'models:\n  a: { parallel: 2, aliases: { creative: { temperature: 1.1 } } }\n'],
    [
      'otron.config.ts',
      'const warm: number = 1.1;\nexport default { models: { a: { parallel: 2, aliases: { creative: { temperature: warm } } } } };',
    ],
    [
      'otron.config.mjs',
      'export default { models: { a: { parallel: 2, aliases: { creative: { temperature: 1.1 } } } } };',
    ],
  ])('reads %s', (name, content) => {
    expect(read(content, name).models).toEqual({ a: { parallel: 2, aliases: { creative: { temperature: 1.1 } } } });
  });

  it.each<[string, unknown, string]>([
    ['otron.config.json', '{\n  "models": {,}\n}', 'otron.config.json:2:14: '],
    ['otron.config.json', 'models: {}', 'otron.config.json cannot be read: '],
    ['otron.config.yaml', 'models:\n\t- a', 'otron.config.yaml:2:1: '],
    ['otron.config.ts', 'export default {', 'otron.config.ts cannot be run: '],
    ['otron.config.ini', '', 'otron.config.ini cannot be read: it ends in none of .json, '],
    ['otron.config.json', [], 'otron.config.json:1:1: the whole file must be object'],
    ['otron.config.json', { modles: {} }, 'otron.config.json:1:11: modles is not known here'],
    [
      'otron.config.yaml',
      'models:\n  a:\n    contextTokens: big\n',
      'otron.config.yaml:3:20: models.a.contextTokens must be integer, but is "big"',
    ],
    [
      'otron.config.ts',
      'export default { models: { a: { pooling: 1 } } }',
      'otron.config.ts: models.a.pooling is not known here',
    ],
    ['otron.config.json', { plugins: [{}] }, 'otron.config.json:1:13: plugins.0 must have "package"'],
    ['otron.config.json', { keepAlive: 'long' }, ': keepAlive must look like 30s or 5m or forever, but is "long"'],
    ['otron.config.json', { memory: { limit: '8' } }, ': memory.limit must look like 8GiB or 80%, but is "8"'],
    ['otron.config.json', { models: { a: { kvCacheType: 'Q4' } } }, 'must be one of F32, F16, BF16, Q8_0, but is "Q4"'],
    [
      'otron.config.json',
      { models: { a: { aliases: { warm: { temperature: 3 } } } } },
      'models.a.aliases.warm.temperature must be <= 2, but is 3',
    ],
  ])('refuses %s that says %j with the place of the fault', (name, content, message) => {
    expect(() => read(content, name)).toThrow(message);
  });

  it('refuses a file that is not there', () => {
    expect(() => readConfigFile(join(folder, 'none.json'))).toThrow(/cannot be read/);
  });
});
