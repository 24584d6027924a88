import type { DynamicModule } from '@nestjs/common';
import { type ServiceOptions, serve } from '@predict-otron/service';
import type { ServerConfiguration } from './configuration/server-configuration.js';
import { wholeDocument } from './documentation/whole-document.js';
import { Engines } from './upstreams/engines.js';

/** Runs the server in front of engines; says when it serves and when all services are ready. */
export async function serveInFront(
  module: () => DynamicModule | Promise<DynamicModule>,
  configuration: ServerConfiguration,
  about: ServiceOptions['about'],
  more: Pick<ServiceOptions, 'addRoutes'> = {},
): Promise<void> {
  let engines: Engines | undefined;
  const { app, logger } = await serve(module, configuration, about, {
    ...more,
    countsTokens: configuration.serviceToken !== undefined,
    completeDocument: async (own) => (engines ? wholeDocument(own, engines) : own),
  });
  const behind = app.get(Engines, { strict: false });
  engines = behind;
  await behind.allReady();
  logger.info(`Ready after ${process.uptime().toFixed(1)} s with ${behind.usable().length} engines`);
}
