import type { ModelFile } from '@predict-otron/plugin-sdk';
import type { ModelSettings } from '../configuration/kernel-options.js';
import type { DescribedModel } from './described-model.js';
import { diskSize } from './disk-size.js';

/** Stands between the id of a model and that of what it is adapted with. */
const PLUS = '+';

/** A file that no backend takes for a model: it may be an adapter. */
export interface UnknownFile {
  file: ModelFile;
  modifiedAt: number;
}

/** What was made of unknown files and of the configuration. */
export interface AdaptedModels {
  models: DescribedModel[];
  /** Ids of files that are adapters. */
  adapters: ReadonlySet<string>;
}

/**
 * A model `base+adapter` for each language model and each LoRA adapter on disk that suits it, and for each id
 * `base+name` that the configuration gives adapters.
 */
export async function adaptedModels(
  bases: readonly DescribedModel[],
  unknown: readonly UnknownFile[],
  settings: Readonly<Record<string, ModelSettings>> = {},
): Promise<AdaptedModels> {
  const models: DescribedModel[] = [];
  const adapters = new Set<string>();
  for (const base of bases.filter(({ kind, failure }) => kind === 'language' && !failure)) {
    for (const { file, modifiedAt } of unknown) {
      if (!(await suits(base, file))) continue;
      adapters.add(file.id);
      models.push(await adapted(base, file.id, [file.path], modifiedAt, settings));
    }
    for (const id of configuredIds(base.file.id, settings)) {
      if (models.some(({ file }) => file.id === id)) continue;
      const paths = settings[id]?.adapters?.map(({ path }) => path) ?? [];
      models.push(await adapted(base, id.slice(base.file.id.length + 1), paths, base.modifiedAt, settings));
    }
  }
  return { models, adapters };
}

/** True where the settings of this id make a model of another one. */
export function isAdaptedId(id: string, { path, adapters }: ModelSettings): boolean {
  return path === undefined && id.includes(PLUS) && adapters !== undefined;
}

function configuredIds(base: string, settings: Readonly<Record<string, ModelSettings>>): string[] {
  return Object.entries(settings).flatMap(([id, it]) =>
    isAdaptedId(id, it) && id.slice(0, id.lastIndexOf(PLUS)) === base ? [id] : [],
  );
}

async function suits({ backend, file: base }: DescribedModel, file: ModelFile): Promise<boolean> {
  try {
    return (await backend.adapts?.(file, base)) ?? false;
  } catch {
    // a file that cannot be read adapts nothing; the log names it as one that nobody knows
    return false;
  }
}

async function adapted(
  base: DescribedModel,
  name: string,
  paths: string[],
  modifiedAt: number,
  settings: Readonly<Record<string, ModelSettings>>,
): Promise<DescribedModel> {
  const id = `${base.file.id}${PLUS}${name}`;
  const sizes = await Promise.all(paths.map((path) => diskSize(path)));
  const { aliases: _, ...rest } = base;
  return {
    ...rest,
    file: { ...base.file, id, settings: settings[id]?.settings ?? base.file.settings },
    info: { ...base.info, id },
    modifiedAt: Math.max(base.modifiedAt, modifiedAt),
    sizeBytes: sizes.reduce((sum, size) => sum + size, base.sizeBytes),
    adapters: settings[id]?.adapters ?? paths.map((path) => ({ path, scale: 1 })),
  };
}
