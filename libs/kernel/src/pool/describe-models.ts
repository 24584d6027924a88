import { Logger } from '@nestjs/common';
import type { ModelOffer, PluginError } from '@predict-otron/plugin-sdk';
import { from, lastValueFrom, mergeMap, throwError, toArray } from 'rxjs';
import type { KernelOptions } from '../configuration/kernel-options.js';
import { reasonOf } from '../lifecycle/plugin-failure.js';
import type { PluginRegistry } from '../registry/plugin-registry.js';
import { adaptedModels } from './adapted-models.js';
import { type BackendChoice, backendChoices, describeModel } from './describe-model.js';
import type { DescribedModel } from './described-model.js';
import { diskSize } from './disk-size.js';
import { type AddedModel, type FoundModel, findModelFiles } from './model-files.js';
import type { Backend } from './model-kind.js';
import { unknownInfo } from './unknown-info.js';

/** Files that are read at the same time: enough to keep the disk busy. */
const CONCURRENT = 4;

const logger = new Logger('Kernel');

/** What was found on disk. */
export interface ModelInventory {
  /** In the order of their ids. */
  models: DescribedModel[];
  /** Ids of files that no plugin knows. */
  unknown: string[];
}

/**
 * Finds all models and has each described from its header. A broken one is in the list, with its failure. `place` puts
 * what runs a model where it shall run.
 */
export async function describeModels(
  options: KernelOptions,
  registry: PluginRegistry,
  added: readonly AddedModel[] = [],
  place: (choice: BackendChoice) => Backend = ({ backend }) => backend,
): Promise<ModelInventory> {
  const choices = backendChoices(registry).map((choice) => ({ ...choice, backend: place(choice) }));
  const found = from(await findModelFiles(options, offersOf(choices), added)).pipe(
    mergeMap(async (it) => ({ found: it, model: await describe(it, choices, options.setupTimeoutMs) }), CONCURRENT),
    toArray(),
  );
  const all = await lastValueFrom(found);
  const described = all.flatMap(({ model }) => model ?? []);
  const nobodys = all.flatMap(({ found: it, model }) => (model ? [] : [it]));
  const { models, adapters } = await adaptedModels(described, nobodys, options.models);
  const unknown = nobodys.filter(({ file }) => !adapters.has(file.id));
  for (const { file } of unknown) logger.warn(`No plugin runs the model in ${file.path}.`);
  return {
    models: [...described, ...models].sort((one, other) => (one.file.id < other.file.id ? -1 : 1)),
    unknown: unknown.map(({ file }) => file.id).sort(),
  };
}

/** What backends can fetch; of two offers of one id the first counts. */
function offersOf(choices: BackendChoice[]): ModelOffer[] {
  const offers = new Map<string, ModelOffer>();
  for (const { backend } of choices) {
    for (const offer of backend.offers ?? []) if (!offers.has(offer.id)) offers.set(offer.id, offer);
  }
  return [...offers.values()];
}

async function describe(
  { file, modifiedAt, aliases, offered, stored, failure }: FoundModel,
  choices: BackendChoice[],
  limitMs: number,
): Promise<DescribedModel | undefined> {
  const description = failure ? unreadable(failure) : await describeModel(file, choices, limitMs);
  if (!description) return undefined;
  const facts = { file, modifiedAt, sizeBytes: await diskSize(file.path), aliases, offered, stored };
  if ('info' in description) return { ...facts, ...description };
  logger.warn(`The model in ${file.path} is broken: ${reasonOf(description.failure)}`);
  return { ...facts, info: unknownInfo(description.kind, file.id), ...description };
}

/** A model that no backend can look at. Its kind cannot be known. */
function unreadable(failure: PluginError) {
  const backend = { id: '', load: () => throwError(() => failure), estimate: () => Promise.reject(failure) };
  return { kind: 'language' as const, plugin: '', backend, failure };
}
