import { type ModelFile, type ModelInfo, type Plugin, PluginError } from '@predict-otron/plugin-sdk';
import { defer, map } from 'rxjs';
import { readExample } from './example-file.js';
import { ExampleModel } from './example-model.js';

/** Runs language models of a format of its own: files that end in `.my-plugin`. */
const plugin: Plugin = {
  apiVersion: 1,
  name: 'my-plugin',
  setup: () => ({
    runners: [
      {
        id: 'my-plugin',
        describe: async (file) => infoOf(file, await readExample(file.path)),
        estimate: async () => [{ deviceId: 'cpu', weights: 1024, kvCache: 0, compute: 0 }],
        load: (file, options) =>
          defer(() => readExample(file.path)).pipe(
            map((text) => {
              const info = infoOf(file, text);
              if (!text || !info) throw new PluginError('MODEL_INVALID', `${file.path} is no model of my-plugin.`);
              return { type: 'loaded' as const, model: new ExampleModel(info, text, options) };
            }),
          ),
      },
    ],
  }),
};

export default plugin;

function infoOf(file: ModelFile, text: string | undefined): ModelInfo | undefined {
  if (text === undefined) return undefined;
  return {
    id: file.id,
    family: 'my-plugin',
    architecture: 'bigram',
    parameters: text.length,
    contextTokens: 2048,
    vocabularyTokens: 256,
    quantization: 'text',
    weightBytes: text.length,
    capabilities: {
      chat: false,
      tools: false,
      constraints: [],
      reasoning: false,
      logprobs: { generated: false, prompt: false },
      infill: false,
      contextOverflow: ['refuse'],
      modalities: ['text'],
    },
    defaults: { temperature: 1, topP: 1, topK: 0, minP: 0, presencePenalty: 0, frequencyPenalty: 0, repeatPenalty: 1 },
    match: { score: 100, reason: 'a model of my-plugin' },
  };
}
