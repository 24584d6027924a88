import { type DynamicModule, Module } from '@nestjs/common';
import { StoredResponsesModule } from '@predict-otron/inference';
import { HealthChecks, SharedRedis } from '@predict-otron/service';
import { ServerConfiguration } from './configuration/server-configuration.js';
import type { EngineServices } from './configuration/server-shape.js';
import { GatheredTokens } from './counting/gathered-tokens.js';
import { ForwardingRoutes } from './forwarding/forwarding-routes.js';
import { ResponseForwarding } from './responses/response-forwarding.js';
import { Engines } from './upstreams/engines.js';

/** The server in front of engines that run elsewhere. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: Nest's way to register a module with options
export class HighAvailabilityModule {
  static register(configuration: ServerConfiguration, services: EngineServices): DynamicModule {
    return {
      module: HighAvailabilityModule,
      imports: [StoredResponsesModule.register({}, SharedRedis)],
      providers: [
        { provide: ServerConfiguration, useValue: configuration },
        {
          provide: Engines,
          useFactory: (checks: HealthChecks) => new Engines(services, checks, configuration.serviceToken),
          inject: [HealthChecks],
        },
        GatheredTokens,
        ForwardingRoutes,
        ResponseForwarding,
      ],
    };
  }
}
