import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RepoFolder, type SnapshotFile } from './cache/repo-folder.js';
import { urlFiles } from './cache/url-folder.js';
import { modelName } from './model-name.js';
import { type FileGroup, fileGroups } from './reference/choose-files.js';
import { namesOf } from './reference/known-models.js';
import type { StoreSettings } from './store-settings.js';
import type { StoredModel } from './stored-model.js';

/**
 * All models of the store, whoever downloaded them. A repository's preferred file has the repository's name as its id,
 * `owner/name`; others have their quantization, or their file, after it. A model of which a file is missing is not there.
 */
export async function scanStore({ home, hubCache }: Pick<StoreSettings, 'home' | 'hubCache'>): Promise<StoredModel[]> {
  const repos = await RepoFolder.all(hubCache);
  const ofHub = await Promise.all(repos.map(async (folder) => modelsOf(folder.repo, await folder.files())));
  return [...ofHub.flat(), ...(await modelsOfAddresses(home))];
}

async function modelsOf(repo: string, files: SnapshotFile[]): Promise<StoredModel[]> {
  const at = new Map(files.map(({ path, location }) => [path, location]));
  const taken = new Set<string>();
  const models: StoredModel[] = [];
  // an ONNX model is a folder, which its backend reads as a whole: its graphs are one model
  const groups = fileGroups([...at.keys()]);
  const firstOnnx = groups.find(({ format }) => format === 'onnx');
  for (const group of groups.filter((it) => it.format === 'gguf' || it === firstOnnx)) {
    const location = at.get(group.entry) as string;
    const id = freeId(repo, group, taken);
    const aliases = aliasesOf(repo, group, id).filter((alias) => !taken.has(alias));
    for (const name of [id, ...aliases]) taken.add(name);
    models.push({
      id,
      path: group.format === 'gguf' ? location : onnxFolder(group.entry, location),
      modifiedAt: (await stat(location)).mtimeMs,
      aliases,
      locations: group.files.map((path) => at.get(path) as string),
      origin: { repo, paths: group.files },
    });
  }
  return models;
}

function freeId(repo: string, { entry, quantization }: FileGroup, taken: Set<string>): string {
  const names = [repo, ...(quantization ? [`${repo}:${quantization}`] : []), `${repo}/${entry}`];
  return names.find((name) => !taken.has(name)) ?? `${repo}/${entry}`;
}

function aliasesOf(repo: string, { entry, quantization }: FileGroup, id: string): string[] {
  const full = quantization ? [`${repo}:${quantization}`] : [];
  const names = [
    ...full,
    `${repo}/${entry}`,
    ...[id, ...full].map((name) => `hf:${name}`),
    ...namesOf(repo, quantization),
  ];
  return [...new Set(names)].filter((name) => name !== id);
}

/** The folder of the tokenizer: the graph may lie in its folder `onnx`. */
function onnxFolder(entry: string, location: string): string {
  return entry.includes('/') ? join(dirname(location), '..') : dirname(location);
}

async function modelsOfAddresses(home: string): Promise<StoredModel[]> {
  return Promise.all(
    (await urlFiles(home)).map(async ({ url, location }) => ({
      id: modelName(basename(location)).id,
      path: location,
      modifiedAt: (await stat(location)).mtimeMs,
      aliases: [url],
      locations: [location],
      origin: { url },
    })),
  );
}
