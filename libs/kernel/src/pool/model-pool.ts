import { Logger } from '@nestjs/common';
import { PluginError } from '@predict-otron/plugin-sdk';
import { AsyncSubject, Subject } from 'rxjs';
import { DeviceLimits } from '../budget/device-limits.js';
import type { MeasuredMemory } from '../budget/measured-memory.js';
import { MemoryLine } from '../budget/memory-line.js';
import type { KernelOptions } from '../configuration/kernel-options.js';
import { settingsOf } from '../configuration/settings-of.js';
import { reasonOf } from '../lifecycle/plugin-failure.js';
import { withTimeLimit } from '../lifecycle/time-limit.js';
import type { ModelInventory } from './describe-models.js';
import { type DescribedModel, isSameModel } from './described-model.js';
import { loadOptions } from './load-options.js';
import type { AddedModel } from './model-files.js';
import type { ModelFit } from './model-fit.js';
import { modelFit } from './model-fit-of.js';
import { type LoadedByKind, MODEL_KINDS, type ModelKind } from './model-kind.js';
import type { ModelLoad } from './model-load.js';
import { ModelNames } from './model-names.js';
import { PooledModel, type PoolSurroundings } from './pooled-model.js';

/** Looks at what is on disk, with what was added. */
export type ScanModels = (added: readonly AddedModel[]) => Promise<ModelInventory>;

/** All models of all kinds: which there are, and which of them are in memory. */
export class ModelPool {
  private currentNames: ModelNames;
  private models: ReadonlyMap<string, PooledModel> = new Map();
  private unknown: ReadonlySet<string> = new Set();
  private readonly added = new Map<string, AddedModel>();
  private scanning: Promise<unknown> = Promise.resolve();
  private readonly leaving = new Set<Promise<void>>();
  /** Those in memory, in the order in which they were loaded. */
  private readonly inMemory = new Set<PooledModel>();
  private readonly closed = new AsyncSubject<void>();
  /** Each load as it ends. */
  readonly loads = new Subject<ModelLoad>();
  private readonly logger = new Logger('Kernel');

  /** `scan` finds what there is later; without `room` there is memory for all; `measures` tells what models took before. */
  constructor(
    inventory: ModelInventory,
    private readonly options: KernelOptions,
    private readonly scan: ScanModels = async () => inventory,
    private readonly room?: MemoryLine,
    private readonly measures?: MeasuredMemory,
  ) {
    this.currentNames = this.namesOf(inventory);
    this.take(inventory);
    this.warnOfMissingDefaults();
  }

  get names(): ModelNames {
    return this.currentNames;
  }

  /** Looks at the disk again. Scans run one after the other, so that the latest one holds. */
  rescan(): Promise<void> {
    const scan = this.scanning.then(async () => this.take(await this.scan([...this.added.values()])));
    this.scanning = scan.catch(() => {});
    return scan;
  }

  /** Throws `CONFLICT` where the id belongs to another model. */
  async add(model: AddedModel): Promise<void> {
    const { path } = this.models.get(model.id)?.described.file ?? {};
    if (path !== undefined && path !== model.path) {
      const message = `The id ${model.id} belongs to the model in ${path}. Choose another one.`;
      throw new PluginError('CONFLICT', message, { param: 'model' });
    }
    this.added.set(model.id, model);
    await this.rescan();
  }

  /** Out of the list at once; resolves when it is out of memory. */
  async remove(name: string): Promise<void> {
    const model = this.find(name);
    this.added.delete(model.id);
    const left = [...this.models.values()].filter((other) => other !== model);
    this.take({ models: left.map(({ described }) => described), unknown: [...this.unknown] });
    await model.unload();
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

  /** Would it fit into memory? Found out without loading it. */
  async fit(name: string): Promise<ModelFit> {
    return modelFit(this.find(name), this.room ?? new MemoryLine(new DeviceLimits(), { turnMs: 0, waitMs: 0 }));
  }

  /** Ends all loads with `DISPOSED` and frees all memory, the last loaded first. */
  async close(): Promise<void> {
    this.closed.next();
    this.closed.complete();
    this.room?.close();
    for (const model of [...this.inMemory].reverse()) {
      try {
        await withTimeLimit('Its dispose', this.options.setupTimeoutMs, () => model.dispose());
      } catch (error) {
        this.logger.error(notClean(model, error));
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

  /** Models that are as they were stay as they are, in memory or not. */
  private take(inventory: ModelInventory): void {
    const before = this.models;
    this.currentNames = this.namesOf(inventory);
    this.unknown = new Set(inventory.unknown);
    this.models = new Map(
      inventory.models.map((described) => {
        const { id } = described.file;
        const known = before.get(id);
        if (known && isSameModel(known.described, described)) return [id, known];
        const model = this.pooled(described);
        // the server stays ready: it is loaded again when it is next asked for
        if (known) model.loadedAt = known.loadedAt;
        return [id, model];
      }),
    );
    for (const [id, model] of before) if (this.models.get(id) !== model) this.retire(model);
  }

  private pooled(described: DescribedModel): PooledModel {
    const { options, closed, room, measures } = this;
    const settings = settingsOf(options, { id: described.file.id, aliases: described.aliases });
    const surroundings: PoolSurroundings = {
      closed,
      room,
      ...(measures && { measures }),
      onLoaded: (model) => this.remember(model),
      onLoadFailed: ({ id }, { code }) => this.loads.next({ model: id, code }),
    };
    const keepAliveMs = settings?.keepAliveMs ?? options.keepAliveMs ?? -1;
    const adapters = settings?.adapters ?? described.adapters;
    const load = { ...loadOptions(described.info, settings, options, described.stored), ...(adapters && { adapters }) };
    return new PooledModel(described, load, surroundings, {
      ...(settings?.pinned !== undefined && { pinned: settings.pinned }),
      ...(keepAliveMs >= 0 && { keepAliveMs }),
    });
  }

  private namesOf({ models }: ModelInventory): ModelNames {
    const named = models.map(({ file, kind, aliases, offered, adapters }) => ({
      id: file.id,
      kind,
      aliases,
      secondary: offered || adapters !== undefined,
    }));
    return new ModelNames(named, this.options.models, this.options.defaults);
  }

  /** Resolves when those that are no longer listed have answered whom they were answering, and are out of memory. */
  async retired(): Promise<void> {
    await Promise.all(this.leaving);
  }

  private retire(model: PooledModel): void {
    const left = model.unload().catch((error: unknown) => this.logger.error(notClean(model, error)));
    this.leaving.add(left);
    void left.then(() => this.leaving.delete(left));
  }

  private remember(model: PooledModel): void {
    this.inMemory.delete(model);
    this.inMemory.add(model);
    this.loads.next({ model: model.id, ms: model.loadMs });
  }

  private warnOfMissingDefaults(): void {
    for (const kind of MODEL_KINDS) {
      const id = this.options.defaults?.[kind];
      if (id !== undefined && !this.names.resolve(id, kind))
        this.logger.warn(`The default model of the kind ${kind}, "${id}", does not exist.`);
    }
  }
}

function notClean({ id }: PooledModel, error: unknown): string {
  return `The model ${id} did not end cleanly: ${reasonOf(PluginError.from(error))}`;
}
