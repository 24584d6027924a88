import { Logger } from '@nestjs/common';
import { PluginError } from '@predict-otron/plugin-sdk';
import { AsyncSubject } from 'rxjs';
import type { KernelOptions } from '../configuration/kernel-options.js';
import { reasonOf } from '../lifecycle/plugin-failure.js';
import { withTimeLimit } from '../lifecycle/time-limit.js';
import type { ModelInventory } from './describe-models.js';
import { loadOptions } from './load-options.js';
import { type LoadedByKind, MODEL_KINDS, type ModelKind } from './model-kind.js';
import { ModelNames } from './model-names.js';
import { PooledModel } from './pooled-model.js';

/** All models of all kinds: which there are, and which of them are in memory. */
export class ModelPool {
  readonly names: ModelNames;
  private readonly models: ReadonlyMap<string, PooledModel>;
  private readonly unknown: ReadonlySet<string>;
  /** Those in memory, in the order in which they were loaded. */
  private readonly inMemory = new Set<PooledModel>();
  private readonly closed = new AsyncSubject<void>();
  private readonly logger = new Logger('Kernel');

  constructor(
    inventory: ModelInventory,
    private readonly options: KernelOptions,
  ) {
    const named = inventory.models.map(({ file, kind, aliases, offered }) => ({ id: file.id, kind, aliases, offered }));
    this.names = new ModelNames(named, options.models, options.defaults);
    this.unknown = new Set(inventory.unknown);
    const surroundings = { closed: this.closed, onLoaded: (model: PooledModel) => this.remember(model) };
    this.models = new Map(
      inventory.models.map((described) => {
        const { id } = described.file;
        return [
          id,
          new PooledModel(described, loadOptions(described.info, options.models?.[id], options), surroundings),
        ];
      }),
    );
    this.warnOfMissingDefaults();
  }

  /** Those of the kinds that are served, in the order of their ids. */
  all(): PooledModel[] {
    return [...this.models.values()].filter(({ described }) => this.serves(described.kind));
  }

  /** What `default` means for each kind that has a default. */
  defaults(): PooledModel[] {
    return MODEL_KINDS.filter((kind) => this.serves(kind)).flatMap(
      (kind) => this.models.get(this.names.defaultOf(kind)?.id ?? '') ?? [],
    );
  }

  /** By id, alias or `default`. Throws `MODEL_NOT_FOUND` with details `param` and `known`. */
  find<Kind extends ModelKind>(name: string, kind: Kind): PooledModel<LoadedByKind[Kind]>;
  find(name: string, kind?: ModelKind): PooledModel;
  find(name: string, kind?: ModelKind): PooledModel {
    const model = this.models.get(this.names.resolve(name, kind)?.id ?? '');
    if (model && this.serves(model.described.kind)) return model;
    const known = this.names.known(kind);
    const list = known.length > 0 ? `Known models: ${known.join(', ')}.` : 'No model is known.';
    throw new PluginError('MODEL_NOT_FOUND', `${this.whyNot(name, kind)} ${list}`, { param: 'model', known });
  }

  /** Ends all loads with `DISPOSED` and frees all memory, the last loaded first. */
  async close(): Promise<void> {
    this.closed.next();
    this.closed.complete();
    for (const model of [...this.inMemory].reverse()) {
      try {
        await withTimeLimit('Its dispose', this.options.setupTimeoutMs, () => model.dispose());
      } catch (error) {
        this.logger.error(`The model ${model.id} did not end cleanly: ${reasonOf(PluginError.from(error))}`);
      }
    }
  }

  private serves(kind: ModelKind): boolean {
    return this.options.kinds?.includes(kind) ?? true;
  }

  private whyNot(name: string, kind: ModelKind | undefined): string {
    if (name === 'default') return `There is no default model of the kind ${kind ?? 'language'}; configure one.`;
    const other = this.names.resolve(name);
    if (other && kind) return `The model "${name}" is of the kind ${other.kind}; this needs one of the kind ${kind}.`;
    if (this.unknown.has(name)) return `The model "${name}" is on disk, but no plugin that runs knows it.`;
    return `There is no model "${name}".`;
  }

  private remember(model: PooledModel): void {
    this.inMemory.delete(model);
    this.inMemory.add(model);
  }

  private warnOfMissingDefaults(): void {
    for (const kind of MODEL_KINDS) {
      const id = this.options.defaults?.[kind];
      if (id !== undefined && !this.names.resolve(id, kind))
        this.logger.warn(`The default model of the kind ${kind}, "${id}", does not exist.`);
    }
  }
}
