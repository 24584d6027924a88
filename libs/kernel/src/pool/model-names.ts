import type { KernelOptions } from '../configuration/kernel-options.js';
import type { AliasPreset } from './alias-preset.js';
import type { ModelKind } from './model-kind.js';

/** A model as far as its names go. */
export interface NamedModel {
  id: string;
  kind: ModelKind;
  /** Names that come with it, beside those of the configuration. */
  aliases?: string[];
  /** Not on disk yet, or made of another model: it is nobody's default unless it is configured so. */
  secondary?: boolean;
}

/** Which model a name in a request means. Pure. */
export class ModelNames {
  private readonly byName = new Map<string, NamedModel>();

  constructor(
    private readonly models: readonly NamedModel[],
    private readonly settings: NonNullable<KernelOptions['models']> = {},
    private readonly defaults: NonNullable<KernelOptions['defaults']> = {},
  ) {
    // an id comes before an alias, and of two equal aliases the first counts
    for (const model of models)
      for (const alias of this.aliasesOf(model)) if (!this.byName.has(alias)) this.byName.set(alias, model);
    for (const model of models) this.byName.set(model.id, model);
  }

  aliasesOf({ id, aliases = [] }: Pick<NamedModel, 'id' | 'aliases'>): string[] {
    const own = this.settings[id]?.aliases ?? [];
    return [...(Array.isArray(own) ? own : Object.keys(own)), ...aliases];
  }

  /** What a request by this name gets where it says nothing itself. */
  presetOf(name: string): AliasPreset | undefined {
    const model = this.byName.get(name);
    if (model === undefined || model.id === name) return undefined;
    const aliases = this.settings[model.id]?.aliases;
    return aliases && !Array.isArray(aliases) ? aliases[name] : undefined;
  }

  /** The configured default of a kind where it exists; where none is configured, the only model of the kind. */
  defaultOf(kind: ModelKind): NamedModel | undefined {
    const configured = this.defaults[kind];
    if (configured !== undefined) return this.ofKind(this.byName.get(configured), kind);
    const all = this.models.filter((model) => model.kind === kind && !model.secondary);
    return all.length === 1 ? all[0] : undefined;
  }

  /** An id, an alias or `default`; without a kind, `default` is the language model. A model of another kind is none. */
  resolve(name: string, kind?: ModelKind): NamedModel | undefined {
    if (name === 'default' && !this.byName.has(name)) return this.defaultOf(kind ?? 'language');
    return this.ofKind(this.byName.get(name), kind);
  }

  /** The ids of a kind, or of all, sorted. */
  known(kind?: ModelKind): string[] {
    const models = kind ? this.models.filter((model) => model.kind === kind) : this.models;
    return models.map(({ id }) => id).sort();
  }

  private ofKind(model: NamedModel | undefined, kind: ModelKind | undefined): NamedModel | undefined {
    return kind && model?.kind !== kind ? undefined : model;
  }
}
