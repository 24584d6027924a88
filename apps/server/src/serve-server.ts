import { Logger } from '@nestjs/common';
import { serveEngine } from '@predict-otron/engine';
import { type ServiceOptions, serve } from '@predict-otron/service';
import { pages } from '@predict-otron/web';
import { parseServerConfig } from './configuration/parse-server-config.js';
import type { ServerConfiguration } from './configuration/server-configuration.js';
import type { EngineServices } from './configuration/server-shape.js';
import { HighAvailabilityModule } from './high-availability.module.js';
import { serverModule } from './server.module.js';

/** The page at `/`, in both shapes. */
const addRoutes: ServiceOptions['addRoutes'] = (instance) => void instance.register(pages, {});

/** Runs the server as the whole of the process, in the shape that its configuration asks for. */
export async function serveServer(configuration: ServerConfiguration, version: string): Promise<void> {
  const { shape, warnings } = parseServerConfig(configuration.serverConfig ?? configuration.file.server);
  const about = {
    title: 'predict-otron',
    description: 'Local language and embedding models behind an OpenAI-compatible API.',
    version,
  };
  // the log is there only when the module is made
  const warn = () => {
    for (const warning of warnings) new Logger('Configuration').warn(warning);
  };
  if (shape.mode === 'high-availability') return serveInFront(configuration, shape, about, warn);
  const module = () => {
    warn();
    return serverModule(configuration);
  };
  await serveEngine(module, configuration, about, { addRoutes });
}

async function serveInFront(
  configuration: ServerConfiguration,
  services: EngineServices,
  about: Parameters<typeof serve>[2],
  warn: () => void,
): Promise<void> {
  const module = () => {
    warn();
    return HighAvailabilityModule.register(configuration, services);
  };
  await serve(module, configuration, about, { addRoutes });
}
