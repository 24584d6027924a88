import { runService } from '@predict-otron/service';
import type { ServerConfiguration } from './configuration/server-configuration.js';
import { DefaultModels } from './default-models.js';
import { serverModule } from './server.module.js';

const MEBIBYTE = 1024 * 1024;

/** Runs the server as the whole of the process; says when it serves and when its default models are loaded. */
export async function serve(configuration: ServerConfiguration, version: string): Promise<void> {
  const { host, port, bodyLimit, shutdownTimeout, logLevel } = configuration;
  const { app, logger, url } = await runService(() => serverModule(configuration), {
    about: {
      title: 'predict-otron',
      description: 'Local language and embedding models behind an OpenAI-compatible API.',
      version,
    },
    host,
    port,
    bodyLimit: bodyLimit * MEBIBYTE,
    shutdownTimeoutMs: shutdownTimeout * 1000,
    logLevel,
  });
  logger.info(`Serving on ${url} (explorer: ${url}/docs)`);
  const models = await app.get(DefaultModels).loaded();
  logger.info(`Ready after ${process.uptime().toFixed(1)} s with ${models.join(', ') || 'no model'}`);
}
