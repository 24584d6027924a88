import { Logger } from '@nestjs/common';
import { serveEngine } from '@predict-otron/engine';
import type { ServiceOptions } from '@predict-otron/service';
import { pages } from '@predict-otron/web';
import { missingToken } from './configuration/missing-token.js';
import { parseServerConfig } from './configuration/parse-server-config.js';
import type { ServerConfiguration } from './configuration/server-configuration.js';
import { unusedSettings } from './configuration/unused-settings.js';
import { HighAvailabilityModule } from './high-availability.module.js';
import { serveInFront } from './serve-in-front.js';
import { serverModule } from './server.module.js';

/** The page at `/`, in both shapes. */
const addRoutes: ServiceOptions['addRoutes'] = (instance) => void instance.register(pages, {});

/** Runs the server as the whole of the process, in the shape that its configuration asks for. */
export async function serveServer(configuration: ServerConfiguration, version: string): Promise<void> {
  const { shape, warnings } = parseServerConfig(configuration.serverConfig ?? configuration.file.server);
  const inFront = shape.mode === 'high-availability';
  const told = inFront ? [...unusedSettings(configuration), ...missingToken(shape, configuration.serviceToken)] : [];
  const about = {
    title: 'predict-otron',
    description: 'Local language and embedding models behind an OpenAI-compatible API.',
    version,
  };
  const module = () => {
    // not before: the log is set up now
    const logger = new Logger('Configuration');
    for (const warning of [...warnings, ...told]) logger.warn(warning);
    return inFront ? HighAvailabilityModule.register(configuration, shape) : serverModule(configuration);
  };
  await (inFront ? serveInFront : serveEngine)(module, configuration, about, { addRoutes });
}
