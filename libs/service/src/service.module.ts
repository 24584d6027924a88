import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import { HealthController, SERVICE_VERSION } from './health/health.controller.js';
import { HealthChecks } from './health/health-checks.js';
import { OpenRequests } from './http/open-requests.js';
import { nestPinoParams } from './log/nest-logger.js';

@Module({})
class ServiceModule {}

/** What every server has around its own module: health, readiness and the log. */
export function serviceModule(
  server: DynamicModule,
  open: OpenRequests,
  version: string,
  logger: Logger,
): DynamicModule {
  return {
    module: ServiceModule,
    global: true,
    imports: [LoggerModule.forRoot(nestPinoParams(logger)), server],
    controllers: [HealthController],
    providers: [
      HealthChecks,
      { provide: OpenRequests, useValue: open },
      { provide: SERVICE_VERSION, useValue: version },
    ],
    exports: [HealthChecks, OpenRequests],
  };
}
