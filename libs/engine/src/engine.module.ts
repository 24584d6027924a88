import { type DynamicModule, Module } from '@nestjs/common';
import { KernelModule, Plugins } from '@predict-otron/kernel';
import { HealthChecks } from '@predict-otron/service';
import { EngineConfiguration } from './configuration/index.js';
import { DefaultModels } from './default-models.js';
import type { EngineRole } from './engine-role.js';
import { kernelOptions } from './kernel-options.js';
import { MissingModels } from './missing-models.js';
import { SlotsController } from './slots.controller.js';
import { StatusController } from './status/status.controller.js';
import { StatusSource } from './status/status-source.js';

/** The kernel with its plugins, the default models that it loads, and how busy it is. */
@Module({
  controllers: [SlotsController, StatusController],
  providers: [DefaultModels, MissingModels, StatusSource],
})
export class EngineModule {
  constructor(checks: HealthChecks, plugins: Plugins) {
    checks.show('plugins', () => plugins.health());
  }

  /** For a configuration; the plugins are set up when it resolves. */
  static async register(configuration: EngineConfiguration, role: EngineRole): Promise<DynamicModule> {
    return {
      module: EngineModule,
      imports: [await KernelModule.register(kernelOptions(configuration, role))],
      providers: [{ provide: EngineConfiguration, useValue: configuration }],
    };
  }
}
