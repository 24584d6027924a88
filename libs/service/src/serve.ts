import type { DynamicModule } from '@nestjs/common';
import type { ServiceConfiguration } from './configuration/index.js';
import { runService } from './run-service.js';
import type { ServiceOptions } from './service-options.js';
import type { Service } from './start-service.js';

const MEBIBYTE = 1024 * 1024;

/** Runs a configured server as the whole of the process, and says where it serves. */
export async function serve(
  module: () => DynamicModule | Promise<DynamicModule>,
  configuration: ServiceConfiguration,
  about: ServiceOptions['about'],
  more: Pick<ServiceOptions, 'completeDocument' | 'addRoutes' | 'countsTokens'> = {},
): Promise<Service> {
  const { bodyLimit, rssLimit, shutdownTimeout, host, port, logLevel } = configuration;
  const { tlsCert, tlsKey, otlpEndpoint } = configuration;
  const { captureFolder, captureSlow, captureLimit, captureContent } = configuration;
  const { allowedHosts, allowedOrigins, apiKeys, keysFile, keyQuota, redisUrl, serviceToken } = configuration;
  const service = await runService(module, {
    about,
    host,
    port,
    tlsCert,
    tlsKey,
    allowedHosts,
    allowedOrigins,
    apiKeys,
    keysFile,
    keyQuota,
    redisUrl,
    bodyLimit: bodyLimit * MEBIBYTE,
    ...(rssLimit > 0 && { rssLimit: rssLimit * MEBIBYTE }),
    shutdownTimeoutMs: shutdownTimeout * 1000,
    logLevel,
    otlpEndpoint,
    captureFolder,
    captureSlowMs: captureSlow * 1000,
    captureLimit: captureLimit * MEBIBYTE,
    captureContent,
    serviceToken,
    ...more,
  });
  service.logger.info(`Serving on ${service.url} (explorer: ${service.url}/docs)`);
  return service;
}
