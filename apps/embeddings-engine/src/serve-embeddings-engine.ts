import { fileURLToPath } from 'node:url';
import type { DynamicModule } from '@nestjs/common';
import { EmbeddingsModule } from '@predict-otron/embeddings';
import { EngineModule, type EngineRole, HARDWARE_PLUGINS, serveEngine } from '@predict-otron/engine';
import type { EngineConfiguration } from '@predict-otron/engine/configuration';
import { ModelsModule } from '@predict-otron/inference';

const ROLE: EngineRole = {
  plugins: [...HARDWARE_PLUGINS, '@predict-otron/embeddings-fastembed', '@predict-otron/embeddings-llama-cpp'],
  packageFolder: fileURLToPath(new URL('..', import.meta.url)),
  kinds: ['embedding', 'rerank'],
};

class EmbeddingsEngineModule {}

/** Runs the embeddings engine as the whole of the process. */
export function serveEmbeddingsEngine(configuration: EngineConfiguration, version: string): Promise<void> {
  const module = async (): Promise<DynamicModule> => ({
    module: EmbeddingsEngineModule,
    imports: [
      await EngineModule.register(configuration, ROLE),
      ModelsModule,
      EmbeddingsModule.register({ anyDimensions: configuration.file.anyDimensions ?? false }),
    ],
  });
  return serveEngine(module, configuration, {
    title: 'predict-otron embeddings engine',
    description: 'Local embedding and reranking models behind an OpenAI-compatible API.',
    version,
  });
}
