import { type DynamicModule, Module } from '@nestjs/common';
import { Inference, KernelModule, Plugins, RequestPriority } from '@predict-otron/kernel';
import { HealthChecks, priorityOfWork } from '@predict-otron/service';
import { EngineConfiguration } from './configuration/index.js';
import { DefaultModels } from './default-models.js';
import type { EngineRole } from './engine-role.js';
import { fullQueue } from './full-queue.js';
import { kernelOptions } from './kernel-options.js';
import { DeviceMetrics } from './metrics/device-metrics.js';
import { GenerationMetrics } from './metrics/generation-metrics.js';
import { ModelMetrics } from './metrics/model-metrics.js';
import { StageMetrics } from './metrics/stage-metrics.js';
import { TokenTimes } from './metrics/token-times.js';
import { VectorMetrics } from './metrics/vector-metrics.js';
import { VllmMetrics } from './metrics/vllm-metrics.js';
import { WorkNotes } from './metrics/work-notes.js';
import { MissingModels } from './missing-models.js';
import { RequestsController } from './requests/requests.controller.js';
import { SpentTokensController } from './requests/spent-tokens.controller.js';
import { SpentTokens } from './requests/spent-tokens.js';
import { UsageController } from './requests/usage.controller.js';
import { SlotsController } from './slots.controller.js';
import { StatusController } from './status/status.controller.js';
import { StatusSource } from './status/status-source.js';

const METRICS = [
  DeviceMetrics,
  GenerationMetrics,
  ModelMetrics,
  StageMetrics,
  TokenTimes,
  VectorMetrics,
  VllmMetrics,
  WorkNotes,
];

/** The kernel with its plugins, the default models that it loads, and how busy it is. */
@Module({
  controllers: [RequestsController, SlotsController, SpentTokensController, StatusController, UsageController],
  providers: [DefaultModels, MissingModels, SpentTokens, StatusSource, ...METRICS],
})
export class EngineModule {
  constructor(checks: HealthChecks, plugins: Plugins, priority: RequestPriority, inference: Inference) {
    priority.of = priorityOfWork;
    checks.readyWhen('queue', fullQueue(inference));
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
