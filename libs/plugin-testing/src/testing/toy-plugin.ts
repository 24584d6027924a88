import { type Contributions, type Detection, type Plugin, PluginError } from '@predict-otron/plugin-sdk';
import { map } from 'rxjs';
import { TOY_EMBEDDER_INFO, ToyEmbedder } from './toy-embedder.js';
import { describeToy, loadToy, MEMORY } from './toy-file.js';
import { TOY_INFO, ToyModel } from './toy-model.js';
import { TOY_RERANKER_INFO, ToyReranker } from './toy-reranker.js';

const DETECTION: Detection = {
  devices: [
    {
      id: 'toy:0',
      kind: 'other',
      name: 'Toy device',
      totalBytes: 2048,
      precisions: [{ format: 'F32', reason: 'A toy knows no other.' }],
      notes: [],
    },
  ],
};

/** A plugin with one contribution of each kind. It keeps the whole contract, so the kit must find nothing. */
export const toyPlugin: Plugin = {
  apiVersion: 1,
  name: 'toy',
  configSchema: { type: 'object', properties: { word: { type: 'string', default: 'toy' } }, required: ['word'] },
  setup: async ({ config }): Promise<Contributions> => {
    if (typeof config.word !== 'string') throw new PluginError('INTERNAL', 'The default was not filled in.');
    return {
      hardware: [
        {
          id: 'toy',
          detect: async () => DETECTION,
          free: async (deviceId) => {
            if (deviceId !== 'toy:0') throw new PluginError('DEVICE_UNAVAILABLE', `There is no ${deviceId}.`);
            return 1024;
          },
        },
      ],
      runners: [
        {
          id: 'toy',
          describe: (file) => describeToy('language', file, TOY_INFO),
          estimate: async () => MEMORY,
          load: (file, options) => loadToy('language', file, (id) => new ToyModel(id, options)),
        },
      ],
      embedders: [
        {
          id: 'toy',
          describe: (file) => describeToy('embedding', file, TOY_EMBEDDER_INFO),
          estimate: async () => MEMORY,
          load: (file) => loadToy('embedding', file, (id) => new ToyEmbedder(id)),
        },
      ],
      rerankers: [
        {
          id: 'toy',
          describe: (file) => describeToy('rerank', file, TOY_RERANKER_INFO),
          estimate: async () => MEMORY,
          load: (file) => loadToy('rerank', file, (id) => new ToyReranker(id)),
        },
      ],
      stages: [
        {
          name: 'toy',
          order: 0,
          permissions: { models: ['*'], readPrompts: false, buffers: false },
          request: ({ request }) => request,
          events: () => map((event) => event),
        },
      ],
      health: async () => ({ status: 'up' }),
      dispose: async () => {},
    };
  },
};
