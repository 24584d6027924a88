import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledPlugins } from './bundled-plugins.js';

describe('bundledPlugins', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'bundle-')));
  afterAll(() => rmSync(root, { recursive: true }));

  it('finds the plugins beside the program that runs', () => {
    for (const folder of ['app/bundle', 'plugins/one']) mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, 'app/bundle/main.js'), '');
    writeFileSync(join(root, 'app/bundle/plugins.json'), '{"../../plugins/one": "./one.js"}');
    expect(bundledPlugins(join(root, 'app/bundle/main.js'))).toEqual({
      [join(root, 'plugins/one')]: join(root, 'app/bundle/one.js'),
    });
  });

  it.each(['none.js', 'plugins/one'])('finds none for %s', (program) => {
    expect(bundledPlugins(join(root, program))).toEqual({});
  });
});
