import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HealthChecks } from '@predict-otron/service';
import type { EngineServices, ForwardingLimits } from '../configuration/server-shape.js';
import { EngineService } from './engine-service.js';
import { HealthWatch } from './health-watch.js';
import { Upstream } from './upstream.js';

/** All engines behind this server. */
@Injectable()
export class Engines implements OnModuleInit, OnApplicationShutdown {
  readonly inference: EngineService;
  readonly embeddings: EngineService;
  readonly limits: ForwardingLimits;
  private readonly watch: HealthWatch;
  private hasBeenReady = false;

  constructor({ inference, embeddings, limits }: EngineServices, checks: HealthChecks, serviceToken?: string) {
    const service = (name: string, origins: string[]) =>
      new EngineService(
        name,
        origins.map((origin) => new Upstream(origin, limits, serviceToken)),
      );
    this.limits = limits;
    this.inference = service('inference', inference);
    this.embeddings = service('embeddings', embeddings);
    this.watch = new HealthWatch(this.services, limits.healthMs);
    checks.readyWhen('engines', () => this.obstacle());
    checks.show('inference', () => this.inference.report());
    checks.show('embeddings', () => this.embeddings.report());
  }

  get services(): EngineService[] {
    return [this.inference, this.embeddings];
  }

  /** Engines that requests may be sent to, those of the inference service first. */
  usable(): Upstream[] {
    return this.services.flatMap((service) => service.usable());
  }

  onModuleInit(): void {
    new Logger(Engines.name).log(
      this.services
        .map(({ name, upstreams }) => `${name}: ${upstreams.map(({ origin }) => origin).join(', ')}`)
        .join('; '),
    );
    this.watch.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.watch.close();
    await Promise.all(this.services.flatMap(({ upstreams }) => upstreams.map((it) => it.close())));
  }

  /** Resolves once every service has an engine that is ready. Never while this server stops before. */
  async allReady(): Promise<void> {
    while (!this.services.every(({ ready }) => ready)) await this.watch.nextLook();
  }

  /** At first it waits for every service; later one that is away does not stop requests to the other. */
  private obstacle(): string | undefined {
    const missing = this.services.filter(({ ready }) => !ready);
    this.hasBeenReady ||= missing.length === 0;
    if (missing.length === 0 || (this.hasBeenReady && missing.length < this.services.length)) return undefined;
    return missing.map(({ name }) => `no ${name} engine is ready`).join('; ');
  }
}
