import type { Server as TlsServer } from 'node:https';
import { type DynamicModule, Logger as NestLog } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { commonQuota, createGuard } from './access/access.js';
import { Admission } from './access/admission.js';
import { KeyUsage } from './access/key-usage.js';
import { memoryStore, redisStore } from './access/quota-store.js';
import { Quotas } from './access/quotas.js';
import { addSessionRoutes } from './access/session-routes.js';
import { Captures } from './captures/captures.js';
import { addDocumentation } from './documentation/add-documentation.js';
import { HealthChecks } from './health/health-checks.js';
import { hostCheck } from './http/allowed-hosts.js';
import { createAdapter } from './http/create-adapter.js';
import { ErrorFilter } from './http/error-filter.js';
import { OpenRequests } from './http/open-requests.js';
import { LoadWatch } from './load/load-watch.js';
import { createLogger } from './log/create-logger.js';
import { NestLogger } from './log/nest-logger.js';
import { HttpMetrics } from './metrics/http-metrics.js';
import { Metrics } from './metrics/metrics.js';
import { serviceModule } from './service.module.js';
import { resolveServiceOptions, type ServiceOptions } from './service-options.js';
import { SharedRedis } from './shared/shared-redis.js';
import { SocketAdapter } from './sockets/socket-adapter.js';
import { readCertificate } from './tls/certificate.js';
import { warnOfExpiry, watchCertificate } from './tls/watch-certificate.js';
import { startTracer } from './tracing/start-tracer.js';

/** A server that listens. */
export interface Service {
  app: NestFastifyApplication;
  logger: Logger;
  /** Where it listens, such as `http://127.0.0.1:8080`; the real port when 0 was asked for. */
  url: string;
  /** Refuses new requests, lets running ones finish up to the limit, ends the rest, and disposes everything. */
  stop(): Promise<void>;
}

/**
 * Starts a server around a module. The module is made after the log is set up, so that what it logs while it is made
 * is not lost. Throws what the module throws, and what `listen` throws (see `explainListenError`).
 */
export async function startService(
  module: () => DynamicModule | Promise<DynamicModule>,
  options: ServiceOptions,
): Promise<Service> {
  const { about, host, port, shutdownTimeoutMs, documentation, addRoutes, ...rest } = resolveServiceOptions(options);
  const logger = createLogger(rest);
  const nestLogger = new NestLogger(logger);
  NestLog.overrideLogger(nestLogger);

  const tracer = await startTracer(rest.otlpEndpoint, about, logger);
  const captures = Captures.start(rest, logger);
  const metrics = new Metrics();
  const certificate = readCertificate(rest);
  const guard = createGuard(rest, host, logger);
  const common = commonQuota(rest);
  const shared =
    rest.redisUrl === undefined ? undefined : await SharedRedis.connect(rest.redisUrl, logger, metrics.registry);
  const quotas = new Quotas(shared ? redisStore(shared) : memoryStore, common, rest.countsTokens);
  const usage = new KeyUsage(guard.keys, quotas, shared);
  const load = new LoadWatch(rest.rssLimit, logger, metrics.registry);
  const open = new OpenRequests(tracer, captures, new Admission(quotas, load));
  const browsers = { allowedOrigins: rest.allowedOrigins, isAllowedHost: hostCheck(rest.allowedHosts, host) };
  const { adapter, routes } = createAdapter(
    { ...rest, browsers, guard, quotas, load, certificate, tracer, captures },
    logger,
    open,
    new HttpMetrics(metrics.registry, open),
  );
  const unwatch = certificate && watchCertificate(adapter.getHttpServer() as TlsServer, rest, logger);
  if (certificate) warnOfExpiry(certificate, logger);
  adapter.getInstance().addHook('onClose', async () => {
    unwatch?.();
    load.stop();
    guard.keys.close();
    shared?.close();
    await Promise.all([tracer?.close(), captures?.close()]);
  });
  const root = serviceModule(await module(), { open, metrics, usage, shared, version: about.version });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: nestLogger,
    abortOnError: false,
    bodyParser: false,
    forceCloseConnections: true,
  });
  try {
    app.useGlobalFilters(new ErrorFilter(routes, rest));
    app.useWebSocketAdapter(
      new SocketAdapter(app, rest, { ...browsers, guard, accepting: () => open.accepting }, metrics),
    );
    for (const [name, obstacle] of Object.entries(load.obstacles)) app.get(HealthChecks).readyWhen(name, obstacle);
    load.start();
    if (documentation) addDocumentation(app, about, rest.completeDocument);
    addSessionRoutes(adapter.getInstance(), guard);
    addRoutes(adapter.getInstance());
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw error;
  }

  let stopping: Promise<void> | undefined;
  const stop = async () => {
    if (open.count > 0) logger.info(`Stopping: up to ${shutdownTimeoutMs} ms for ${open.count} running requests`);
    const cut = await open.drain(shutdownTimeoutMs);
    if (cut > 0) logger.warn(`${cut} requests were cut off`);
    await app.close();
  };
  return {
    app,
    logger,
    url: await app.getUrl(),
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
