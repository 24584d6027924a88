import { useDevices } from '@predict-otron/llama-cpp';
import type { Plugin } from '@predict-otron/plugin-sdk';
import { embeddingBackend } from './embedding/embedding-backend.js';
import { useCacheFolder } from './engine/load-contexts.js';
import { rerankBackend } from './rerank/rerank-backend.js';

/** Embeds and ranks with GGUF models. */
const plugin: Plugin = {
  apiVersion: 1,
  name: 'embeddings-llama-cpp',
  setup: ({ cacheFolder, deviceKind }) => {
    useCacheFolder(cacheFolder);
    if (deviceKind) useDevices(deviceKind);
    return { embedders: [embeddingBackend], rerankers: [rerankBackend] };
  },
};

export default plugin;
