import { Logger } from '@nestjs/common';
import type { ServiceOptions } from '@predict-otron/service';
import { missingToken } from './configuration/missing-token.js';
import { parseServerConfig } from './configuration/parse-server-config.js';
import type { ServerConfiguration } from './configuration/server-configuration.js';
import { unusedSettings } from './configuration/unused-settings.js';

/** The page at `/`, in both shapes. */
const addRoutes: ServiceOptions['addRoutes'] = (instance) =>
  void instance.register(async (room) => {
    // an ES module of its own, that scripts cannot require
    const { pages } = await import('@predict-otron/web');
    await pages(room, {});
  });

/** Runs the server as the whole of the process, in the shape that its configuration asks for. */
export async function serveServer(configuration: ServerConfiguration, version: string): Promise<void> {
  const { shape, warnings } = parseServerConfig(configuration.serverConfig ?? configuration.file.server);
  const about = {
    title: 'predict-otron',
    description: 'Local language and embedding models behind an OpenAI-compatible API.',
    version,
  };
  const warn = (more: string[] = []) => {
    // not before: the log is set up now
    const logger = new Logger('Configuration');
    for (const warning of [...warnings, ...more]) logger.warn(warning);
  };
  // each shape reads its own half of the program
  if (shape.mode === 'high-availability') {
    const { HighAvailabilityModule } = await import('./high-availability.module.js');
    const { serveInFront } = await import('./serve-in-front.js');
    const module = () => {
      warn([...unusedSettings(configuration), ...missingToken(shape, configuration.serviceToken)]);
      return HighAvailabilityModule.register(configuration, shape);
    };
    return serveInFront(module, configuration, about, { addRoutes });
  }
  const { serveEngine } = await import('@predict-otron/engine');
  const { serverModule } = await import('./server.module.js');
  const module = () => {
    warn();
    return serverModule(configuration);
  };
  return serveEngine(module, configuration, about, { addRoutes });
}
