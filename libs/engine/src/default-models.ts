import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type ModelEntry, Models } from '@predict-otron/kernel';
import { HealthChecks } from '@predict-otron/service';
import { EngineConfiguration } from './configuration/index.js';
import { MissingModels } from './missing-models.js';

/** Loads the default models in the background as soon as the server starts; until then it is not ready. */
@Injectable()
export class DefaultModels implements OnModuleInit {
  private readonly logger = new Logger(DefaultModels.name);
  private loading: Promise<string[]> = Promise.resolve([]);

  constructor(
    private readonly models: Models,
    private readonly configuration: EngineConfiguration,
    private readonly missing: MissingModels,
    checks: HealthChecks,
  ) {
    checks.readyWhen('models', () => missing.waitingFor() ?? (models.ready() ? undefined : this.waitingFor()));
  }

  onModuleInit(): void {
    const { model, embeddingModel } = this.configuration;
    const wanted = [model, embeddingModel].filter((name) => name !== undefined);
    this.loading = this.missing.fetch(wanted).then(() => this.load());
  }

  /** The ids of those that could be loaded, once all were tried. Never rejects. */
  loaded(): Promise<string[]> {
    return this.loading;
  }

  /** One after the other: a load measures how fast the machine is, and another one would disturb it. */
  private async load(): Promise<string[]> {
    const loaded: string[] = [];
    for (const { id } of this.defaults()) {
      try {
        await this.models.load(id);
        loaded.push(id);
      } catch (error) {
        this.logger.error(`The model ${id} could not be loaded: ${(error as Error).message}`);
      }
    }
    return loaded;
  }

  private waitingFor(): string {
    const waiting = this.defaults().filter(({ state }) => state !== 'loaded');
    return waiting.map(({ id, state, reason }) => `${id}: ${reason ?? state}`).join('; ');
  }

  /** Language models first: they are what most people wait for. */
  private defaults(): ModelEntry[] {
    const defaults = this.models.list().filter(({ isDefault }) => isDefault);
    return defaults.sort((a, b) => Number(b.kind === 'language') - Number(a.kind === 'language'));
  }
}
