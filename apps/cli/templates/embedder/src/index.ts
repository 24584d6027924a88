import { type EmbedderInfo, type ModelFile, type Plugin, PluginError } from '@predict-otron/plugin-sdk';
import { defer, map } from 'rxjs';
import { ExampleEmbedder } from './example-embedder.js';
import { readExample } from './example-file.js';

/** Runs embedding models of a format of its own: files that end in `.my-plugin`. */
const plugin: Plugin = {
  apiVersion: 1,
  name: 'my-plugin',
  setup: () => ({
    embedders: [
      {
        id: 'my-plugin',
        describe: async (file) => infoOf(file),
        estimate: async () => [{ deviceId: 'cpu', weights: 1024, kvCache: 0, compute: 0 }],
        load: (file) =>
          defer(async () => infoOf(file)).pipe(
            map((info) => {
              if (!info) throw new PluginError('MODEL_INVALID', `${file.path} is no model of my-plugin.`);
              return { type: 'loaded' as const, model: new ExampleEmbedder(info) };
            }),
          ),
      },
    ],
  }),
};

export default plugin;

async function infoOf(file: ModelFile): Promise<EmbedderInfo | undefined> {
  const found = await readExample(file.path);
  if (!found) return undefined;
  return {
    id: file.id,
    dimensions: found.dimensions,
    matryoshkaDimensions: [],
    maxTokens: 512,
    vocabularyTokens: 258,
    pooling: 'mean',
    normalized: true,
    prefixes: { query: '', passage: '' },
    weightBytes: 1024,
    batchTolerance: 0,
    match: { score: 100, reason: 'a model of my-plugin' },
  };
}
