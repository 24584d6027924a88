import { fileURLToPath } from 'node:url';
import { type DynamicModule, Module } from '@nestjs/common';
import { EmbeddingsModule } from '@predict-otron/embeddings';
import { EngineModule, type EngineRole, HARDWARE_PLUGINS } from '@predict-otron/engine';
import type { EngineConfiguration } from '@predict-otron/engine/configuration';
import { InferenceModule } from '@predict-otron/inference';
import { OpenRequests, SharedRedis } from '@predict-otron/service';

const ROLE: EngineRole = {
  plugins: [
    ...HARDWARE_PLUGINS,
    '@predict-otron/runner-llama',
    '@predict-otron/runner-gemma',
    '@predict-otron/embeddings-fastembed',
    '@predict-otron/embeddings-llama-cpp',
  ],
  packageFolder: fileURLToPath(new URL('..', import.meta.url)),
};

/** All in one process: the kernel with its plugins, and the rooms that answer over HTTP. */
@Module({})
export class ServerModule {}

/** The server's module for a configuration; its plugins are set up when it resolves. */
export async function serverModule(configuration: EngineConfiguration): Promise<DynamicModule> {
  return {
    module: ServerModule,
    imports: [
      await EngineModule.register(configuration, ROLE),
      InferenceModule.register({ streamDetachedMs: configuration.resumeTimeout * 1000 }, OpenRequests, SharedRedis),
      EmbeddingsModule.register({ anyDimensions: configuration.file.anyDimensions ?? false }),
    ],
  };
}
