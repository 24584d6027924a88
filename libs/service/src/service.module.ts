import { type DynamicModule, Module } from '@nestjs/common';
import { KeyUsage } from './access/key-usage.js';
import { HealthController, SERVICE_VERSION } from './health/health.controller.js';
import { HealthChecks } from './health/health-checks.js';
import { OpenRequests } from './http/open-requests.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Metrics } from './metrics/metrics.js';
import { SharedRedis } from './shared/shared-redis.js';

/** What a server was started with. */
interface ServiceParts {
  open: OpenRequests;
  metrics: Metrics;
  usage: KeyUsage;
  /** Absent where each server is by itself. */
  shared?: SharedRedis;
  version: string;
}

@Module({})
class ServiceModule {}

/** What every server has around its own module: health, readiness, metrics and the log. */
export function serviceModule(
  server: DynamicModule,
  { open, metrics, usage, shared, version }: ServiceParts,
): DynamicModule {
  const sharing = shared ? [{ provide: SharedRedis, useValue: shared }] : [];
  return {
    module: ServiceModule,
    global: true,
    imports: [server],
    controllers: [HealthController, MetricsController],
    providers: [
      HealthChecks,
      { provide: OpenRequests, useValue: open },
      { provide: Metrics, useValue: metrics },
      { provide: KeyUsage, useValue: usage },
      { provide: SERVICE_VERSION, useValue: version },
      ...sharing,
    ],
    exports: [HealthChecks, KeyUsage, Metrics, OpenRequests, ...(shared ? [SharedRedis] : [])],
  };
}
