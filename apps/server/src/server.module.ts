import { type DynamicModule, Module } from '@nestjs/common';
import { EmbeddingsModule } from '@predict-otron/embeddings';
import { InferenceModule } from '@predict-otron/inference';
import { KernelModule, Plugins } from '@predict-otron/kernel';
import { HealthChecks } from '@predict-otron/service';
import { ServerConfiguration } from './configuration/server-configuration.js';
import { DefaultModels } from './default-models.js';
import { kernelOptions } from './kernel-options.js';
import { LandingController } from './landing/landing.controller.js';
import { SlotsController } from './slots.controller.js';

/** All in one process: the kernel with its plugins, and the rooms that answer over HTTP. */
@Module({
  controllers: [LandingController, SlotsController],
  providers: [DefaultModels],
})
export class ServerModule {
  constructor(checks: HealthChecks, plugins: Plugins) {
    checks.show('plugins', () => plugins.health());
  }
}

/** The server's module for a configuration; its plugins are set up when it resolves. */
export async function serverModule(configuration: ServerConfiguration): Promise<DynamicModule> {
  return {
    module: ServerModule,
    imports: [
      await KernelModule.register(kernelOptions(configuration)),
      InferenceModule.register(),
      EmbeddingsModule.register({ anyDimensions: configuration.file.anyDimensions ?? false }),
    ],
    providers: [{ provide: ServerConfiguration, useValue: configuration }],
  };
}
