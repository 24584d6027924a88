import 'reflect-metadata';
import { EngineConfiguration, runProgram } from '@predict-otron/engine/configuration';

void runProgram(
  import.meta.url,
  {
    name: 'embeddings-engine',
    description: 'Serves local embedding and reranking models, behind a server or alone.',
    configuration: EngineConfiguration,
    without: ['model', 'context'],
  },
  async () => (await import('./serve-embeddings-engine.js')).serveEmbeddingsEngine,
);
