import type { DynamicModule } from '@nestjs/common';
import { type ServiceOptions, serve } from '@predict-otron/service';
import type { EngineConfiguration } from './configuration/index.js';
import { DefaultModels } from './default-models.js';

/** Runs a process with an `EngineModule`; says when it serves and when its default models are loaded. */
export async function serveEngine(
  module: () => DynamicModule | Promise<DynamicModule>,
  configuration: EngineConfiguration,
  about: ServiceOptions['about'],
  more: Pick<ServiceOptions, 'addRoutes'> = {},
): Promise<void> {
  const { app, logger } = await serve(module, configuration, about, more);
  const models = await app.get(DefaultModels, { strict: false }).loaded();
  logger.info(`Ready after ${process.uptime().toFixed(1)} s with ${models.join(', ') || 'no model'}`);
}
