import { realpath } from 'node:fs/promises';
import { Logger } from '@nestjs/common';
import {
  type CatalogModel,
  modelAt,
  type StoreSettings,
  scanModelFolders,
  scanStore,
} from '@predict-otron/model-store';
import { type ModelFile, type ModelOffer, PluginError } from '@predict-otron/plugin-sdk';
import type { KernelOptions } from '../configuration/kernel-options.js';
import { settingsOf } from '../configuration/settings-of.js';
import { isAdaptedId } from './adapted-models.js';

/** A model on disk that some backend may know. */
export interface FoundModel {
  file: ModelFile;
  modifiedAt: number;
  /** Other names that come with it. */
  aliases?: string[];
  /** Not on disk yet: a backend can fetch it. */
  offered?: boolean;
  /** In the store: its files never change. */
  stored?: boolean;
  /** Why the path that the configuration gives cannot be read. */
  failure?: PluginError;
}

/** A model that was added while the server runs, outside of the model folders. */
export interface AddedModel {
  id: string;
  /** Absolute path. */
  path: string;
}

const logger = new Logger('Kernel');

/**
 * All models of the model folders, of the configuration, that were added, and of what backends offer, each with its
 * settings. What is configured wins over what was added, that over the store, that over what lies in a folder, and all
 * over an offer.
 */
export async function findModelFiles(
  { modelFolders, store, models = {} }: KernelOptions,
  offers: readonly ModelOffer[] = [],
  added: readonly AddedModel[] = [],
): Promise<FoundModel[]> {
  const { models: scanned, problems } = await scanModelFolders(modelFolders);
  for (const { path, reason } of problems) logger.warn(`Models in ${path} cannot be read: ${reason}`);
  const named = Object.entries(models).flatMap(([id, { path }]) => (path === undefined ? [] : [{ id, path }]));
  const more = added.filter(({ id }) => models[id]?.path === undefined);
  const configured = await Promise.all([...named, ...more].map(({ id, path }) => configuredModel(id, path)));
  const taken = new Set(await Promise.all(configured.map(({ file }) => realPathOf(file.path))));
  const found: FoundModel[] = [...configured];
  for (const { file, ...facts } of [...(store ? await storedModels(store) : []), ...scanned.map(withFacts)]) {
    const realPath = await realPathOf(file.path);
    if (taken.has(realPath)) continue;
    taken.add(realPath);
    if (!found.some(({ file: { id } }) => id === file.id)) found.push({ file, ...facts });
    else logger.warn(`${file.path} is left out: its id ${file.id} is given to another model.`);
  }
  for (const { id, path, aliases } of offers) {
    if (found.some(({ file }) => file.id === id || file.path === path)) continue;
    found.push({ file: { id, path }, modifiedAt: 0, aliases, offered: true });
  }
  for (const [id, settings] of Object.entries(models))
    if (!isAdaptedId(id, settings) && !found.some(({ file, aliases }) => file.id === id || aliases?.includes(id)))
      logger.warn(`There are settings for ${id}, but no such model.`);
  return found.map(({ file, ...facts }) => {
    const { settings } = settingsOf({ models }, { id: file.id, aliases: facts.aliases }) ?? {};
    return { file: { ...file, settings }, ...facts };
  });
}

/** A file that the folders have may be replaced at any time, one of the store is never written again. */
async function storedModels(store: StoreSettings): Promise<FoundModel[]> {
  const models = await scanStore(store);
  return models.map(({ id, path, modifiedAt, aliases }) => ({ file: { id, path }, modifiedAt, aliases, stored: true }));
}

function withFacts({ modifiedAt, ...file }: CatalogModel): FoundModel {
  return { file, modifiedAt };
}

async function configuredModel(id: string, path: string): Promise<FoundModel> {
  try {
    const { modifiedAt, ...file } = await modelAt(id, path);
    return { file, modifiedAt };
  } catch (error) {
    const failure = new PluginError('MODEL_INVALID', `The configured path cannot be read: ${(error as Error).message}`);
    return { file: { id, path }, modifiedAt: 0, failure };
  }
}

async function realPathOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
