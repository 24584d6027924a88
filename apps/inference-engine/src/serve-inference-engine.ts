import { fileURLToPath } from 'node:url';
import type { DynamicModule } from '@nestjs/common';
import { EngineModule, type EngineRole, HARDWARE_PLUGINS, serveEngine } from '@predict-otron/engine';
import type { EngineConfiguration } from '@predict-otron/engine/configuration';
import { InferenceModule } from '@predict-otron/inference';
import { OpenRequests, SharedRedis } from '@predict-otron/service';

const ROLE: EngineRole = {
  plugins: [...HARDWARE_PLUGINS, '@predict-otron/runner-llama', '@predict-otron/runner-gemma'],
  packageFolder: fileURLToPath(new URL('..', import.meta.url)),
  kinds: ['language'],
};

class InferenceEngineModule {}

/** Runs the inference engine as the whole of the process. */
export function serveInferenceEngine(configuration: EngineConfiguration, version: string): Promise<void> {
  const module = async (): Promise<DynamicModule> => ({
    module: InferenceEngineModule,
    imports: [
      await EngineModule.register(configuration, ROLE),
      InferenceModule.register({ streamDetachedMs: configuration.resumeTimeout * 1000 }, OpenRequests, SharedRedis),
    ],
  });
  return serveEngine(module, configuration, {
    title: 'predict-otron inference engine',
    description: 'Local language models behind an OpenAI-compatible API.',
    version,
  });
}
