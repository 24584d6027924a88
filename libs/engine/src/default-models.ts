import { Injectable, Logger } from '@nestjs/common';
import { type ModelEntry, Models } from '@predict-otron/kernel';
import { HealthChecks } from '@predict-otron/service';
import { EngineConfiguration } from './configuration/index.js';
import { MissingModels } from './missing-models.js';

/** Loads the default models in the background, from when it is made; until they are there the server is not ready. */
@Injectable()
export class DefaultModels {
  private readonly logger = new Logger(DefaultModels.name);
  private readonly loading: Promise<string[]>;

  constructor(
    private readonly models: Models,
    configuration: EngineConfiguration,
    missing: MissingModels,
    checks: HealthChecks,
  ) {
    checks.readyWhen('models', () => missing.waitingFor() ?? (models.ready() ? undefined : this.waitingFor()));
    const { model, embeddingModel } = configuration;
    const wanted = [model, embeddingModel].filter((name) => name !== undefined);
    // now and not when all modules are there: models load while routes are made
    this.loading = missing.fetch(wanted).then(() => this.load());
  }

  /** The ids of those that could be loaded, once all were tried. Never rejects. */
  loaded(): Promise<string[]> {
    return this.loading;
  }

  private async load(): Promise<string[]> {
    const loads = this.defaults().map(async ({ id }) => {
      try {
        await this.models.load(id);
        return id;
      } catch (error) {
        this.logger.error(`The model ${id} could not be loaded: ${(error as Error).message}`);
        return undefined;
      }
    });
    return (await Promise.all(loads)).filter((id) => id !== undefined);
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
