import 'reflect-metadata';
import { EngineConfiguration, runProgram } from '@predict-otron/engine/configuration';

void runProgram(
  import.meta.url,
  {
    name: 'inference-engine',
    description: 'Serves local language models, behind a server or alone.',
    configuration: EngineConfiguration,
    without: ['embeddingModel'],
  },
  async () => (await import('./serve-inference-engine.js')).serveInferenceEngine,
);
