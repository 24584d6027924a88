import type { Contributions, Plugin, PluginContext } from '@predict-otron/plugin-sdk';
import type { BrokenPlugin } from './broken-plugin.js';
import { changeContributions, changePlugin } from './change-toy.js';
import { toyPlugin } from './toy-plugin.js';

const SHAPE = 'the plugin is a plain object with apiVersion, name and setup';
const SCHEMA = 'the plugin has a configSchema that compiles and that the configuration fits';

export const BROKEN_SETUPS: BrokenPlugin[] = [
  [SHAPE, 'another apiVersion', changePlugin({ apiVersion: 2 as unknown as Plugin['apiVersion'] })],
  [SHAPE, 'a name of several words', changePlugin({ name: 'Toy Plugin' })],
  [SHAPE, 'no setup', changePlugin({ setup: undefined })],
  [SCHEMA, 'a schema that does not compile', changePlugin({ configSchema: { type: 'objekt' } })],
  [SCHEMA, 'a schema that refuses the configuration', changePlugin({ configSchema: { required: ['color'] } })],
  [
    'the plugin contributes what the test names, and nothing else',
    'no reranker',
    changeContributions(() => ({ rerankers: [] })),
  ],
  [
    'the plugin gives each contribution an id of its own',
    'the same runner twice',
    changeContributions(({ runners = [] }) => ({ runners: [...runners, ...runners] })),
  ],
  [
    'the plugin sets up twice, each independent of the other',
    'contributions that end together',
    changePlugin({ setup: sharedSetup() }),
  ],
  [
    'the plugin disposes twice',
    'a second dispose that throws',
    changeContributions(() => ({ dispose: throwsLater() })),
  ],
  [
    'the plugin tells its health, if it tells any',
    'a health of its own words',
    changeContributions(() => ({ health: async () => ({ status: 'fine' }) as never })),
  ],
];

function sharedSetup(): Plugin['setup'] {
  let disposed = false;
  return async (context: PluginContext): Promise<Contributions> => {
    const good = await toyPlugin.setup(context);
    const runners = (good.runners ?? []).map((runner) => ({
      ...runner,
      describe: async (file: Parameters<typeof runner.describe>[0]) => (disposed ? undefined : runner.describe(file)),
    }));
    const dispose = async () => {
      disposed = true;
    };
    return { ...good, runners, dispose };
  };
}

/** Works the first time, and throws after that. */
function throwsLater(): () => Promise<void> {
  let calls = 0;
  return async () => {
    if (++calls > 1) throw new Error('disposed before');
  };
}
