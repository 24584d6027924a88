import { type ModelInfo, PluginError } from '@predict-otron/plugin-sdk';
import { catchError, defer, map, tap, throwError } from 'rxjs';
import type { BrokenPlugin } from './broken-plugin.js';
import { changeContributions, changeEmbedder, changeModel, changeReranker, changeRunner } from './change-toy.js';
import { TOY_INFO } from './toy-model.js';

const BROKEN_FILE = 'a runner refuses a broken file as MODEL_INVALID';
const MEMORY = [{ deviceId: 'cpu', weights: 0, kvCache: 1, compute: 1 }];

/** Faults of what all backends do alike. */
export const BROKEN_BACKENDS: BrokenPlugin[] = [
  ['a runner describes the model completely', 'no defaults', changeRunner(describes({ defaults: undefined }))],
  ['a runner describes the model completely', 'an id of its own', changeRunner(describes({ id: 'mine' }))],
  ['a runner is of the family that the test names', 'another family', changeRunner(describes({ family: 'other' }))],
  [
    'a runner leaves files of another kind alone',
    'every file described',
    changeRunner(() => ({ describe: async () => TOY_INFO })),
  ],
  [
    BROKEN_FILE,
    'a broken file described',
    changeRunner(({ describe }) => ({ describe: (file) => describe(file).catch(() => TOY_INFO) })),
  ],
  [
    BROKEN_FILE,
    'an error without a code',
    changeRunner(({ load }) => ({
      load: (...args) => load(...args).pipe(catchError(() => throwError(() => new Error('bad magic')))),
    })),
  ],
  ['a runner estimates what a load takes', 'no estimate', changeRunner(() => ({ estimate: async () => [] }))],
  ['a runner estimates what a load takes', 'no weights', changeRunner(() => ({ estimate: async () => MEMORY }))],
  [
    'a runner loads with growing progress, then the model',
    'progress that falls',
    changeRunner(({ load }) => ({
      load: (...args) =>
        load(...args).pipe(map((e) => (e.type === 'progress' ? { ...e, progress: 1 - e.progress } : e))),
    })),
  ],
  ['a runner loads again after a load that was unsubscribed', 'a lock that stays', changeRunner(lockedLoad)],
  ['a runner measures its memory', 'no weights', changeModel(() => ({ memory: async () => MEMORY }))],
  ['a runner disposes a model twice', 'a second dispose that throws', changeModel(throwsLater)],
  [
    'an embedder describes the model completely',
    'no dimensions',
    changeContributions(({ embedders = [] }) => ({
      embedders: embedders.map((backend) => ({
        ...backend,
        describe: async (file) => ({ ...(await backend.describe(file)), dimensions: 0 }) as never,
      })),
    })),
  ],
  ['an embedder measures its memory', 'no weights', changeEmbedder(() => ({ memory: async () => MEMORY }))],
  ['a reranker disposes a model twice', 'a second dispose that throws', changeReranker(throwsLater)],
];

function describes(change: Partial<ModelInfo>) {
  return ({ describe }: { describe: Parameters<Parameters<typeof changeRunner>[0]>[0]['describe'] }) => ({
    describe: async (file: Parameters<typeof describe>[0]) => {
      const info = await describe(file);
      return info && { ...info, ...change };
    },
  });
}

/** Takes a lock that only a finished load gives back. */
function lockedLoad({ load }: Parameters<Parameters<typeof changeRunner>[0]>[0]) {
  let locked = false;
  return {
    load: (...args: Parameters<typeof load>) =>
      defer(() => {
        if (locked) throw new PluginError('CONFLICT', 'A load is running.');
        locked = true;
        return load(...args).pipe(
          tap({
            complete: () => {
              locked = false;
            },
          }),
        );
      }),
  };
}

function throwsLater() {
  let calls = 0;
  return {
    dispose: async () => {
      if (++calls > 1) throw new Error('disposed before');
    },
  };
}
