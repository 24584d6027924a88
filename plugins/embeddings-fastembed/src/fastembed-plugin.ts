import { API_VERSION, type Contributions, type Plugin, type PluginContext } from '@predict-otron/plugin-sdk';
import { ModelCache } from './download/model-cache.js';
import { FastembedBackend } from './embedding/fastembed-backend.js';
import { configSchema, readConfig } from './plugin-config.js';
import { CrossEncoderBackend } from './rerank/cross-encoder-backend.js';

/** ONNX embedding models, fastembed's catalogue among them, and ONNX cross-encoders. */
export const fastembedPlugin: Plugin = {
  apiVersion: API_VERSION,
  name: 'embeddings-fastembed',
  configSchema,
  setup({ config, logger }: PluginContext): Contributions {
    const cache = new ModelCache(readConfig(config, process.env), logger);
    return { embedders: [new FastembedBackend(cache)], rerankers: [new CrossEncoderBackend()] };
  },
};
