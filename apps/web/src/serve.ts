import { Module } from '@nestjs/common';
import { runService } from '@predict-otron/service';
import { forward } from './forward.js';
import { pages } from './pages.js';
import type { WebConfiguration } from './web-configuration.js';

/** Nothing but what every server has; the pages are plain routes. */
@Module({})
class WebModule {}

/** Runs the pages as the whole of a process, in front of a server elsewhere. */
export async function serve(configuration: WebConfiguration, version: string): Promise<void> {
  const { host, tlsCert, tlsKey, allowedHosts, upstream, dev, shutdownTimeout, logLevel } = configuration;
  const development = dev ? new (await import('./development.js')).Development() : undefined;
  const { logger, url } = await runService(() => ({ module: WebModule }), {
    about: { title: 'predict-otron web', description: 'The chat page.', version },
    host,
    tlsCert,
    tlsKey,
    allowedHosts,
    port: portOf(configuration),
    shutdownTimeoutMs: shutdownTimeout * 1000,
    logLevel,
    documentation: false,
    addRoutes: (instance) => {
      instance.register(forward, { upstream });
      instance.register(pages, { upstream, rendering: development?.rendering });
      if (development) instance.register(development.watch);
    },
  });
  logger.info(`Serving on ${url} for ${upstream}`);
}

function portOf({ port, dev }: WebConfiguration): number {
  return port ?? (dev ? 3001 : 8788);
}
