import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RepoFolder, type SnapshotFile } from './cache/repo-folder.js';
import { urlFiles } from './cache/url-folder.js';
import { modelName } from './model-name.js';
import { fileGroups } from './reference/choose-files.js';
import type { FileGroup } from './reference/file-group.js';
import { namesOf } from './reference/known-models.js';
import type { StoreSettings } from './store-settings.js';
import type { StoredModel } from './stored-model.js';

/**
 * All models of the store, whoever downloaded them. A repository's preferred file has the repository's name as its id,
 * `owner/name`; others have their quantization, or their file, after it. A model of which a file is missing is not there.
 */
export async function scanStore({ home, hubCache }: Pick<StoreSettings, 'home' | 'hubCache'>): Promise<StoredModel[]> {
  const repos = await RepoFolder.all(hubCache);
  const ofHub = await Promise.all(repos.map(modelsOfRepo));
  return [...ofHub.flat(), ...(await modelsOfAddresses(home))];
}

/** Those of `main`, then those of each other revision, which have it in their names: `owner/name@revision`. */
async function modelsOfRepo(folder: RepoFolder): Promise<StoredModel[]> {
  const { repo } = folder;
  const revisions = await folder.revisions();
  const alike = revisions.filter(({ isMain }) => isMain).map(({ name }) => `${repo}@${name}`);
  const others = revisions.filter(({ isMain }) => !isMain);
  const ofMain = await modelsOf({ repo, names: [repo, ...alike] }, await folder.files());
  const ofOthers = await Promise.all(
    others.map(async ({ name: revision }) =>
      modelsOf({ repo, revision, names: [`${repo}@${revision}`] }, await folder.files(revision)),
    ),
  );
  return withoutTwins([...ofMain, ...ofOthers.flat()]);
}

/** Of models whose contents are the same the first stays, with the names of the others. */
async function withoutTwins(models: StoredModel[]): Promise<StoredModel[]> {
  const byContent = new Map<string, StoredModel>();
  for (const model of models) {
    const content = (await Promise.all(model.locations.map((location) => realpath(location)))).join('\n');
    const twin = byContent.get(content);
    if (twin) twin.aliases = [...new Set([...twin.aliases, model.id, ...model.aliases])];
    else byContent.set(content, model);
  }
  return [...byContent.values()];
}

/** What a repository is called at one revision, its own name first. */
interface RepoAt {
  repo: string;
  revision?: string;
  names: [string, ...string[]];
}

async function modelsOf(at: RepoAt, files: SnapshotFile[]): Promise<StoredModel[]> {
  const locationOf = new Map(files.map(({ path, location }) => [path, location]));
  const taken = new Set<string>();
  const models: StoredModel[] = [];
  // an ONNX model is a folder, which its backend reads as a whole: its graphs are one model
  const groups = fileGroups([...locationOf.keys()]);
  const firstOnnx = groups.find(({ format }) => format === 'onnx');
  for (const group of groups.filter((it) => it.format === 'gguf' || it === firstOnnx)) {
    const location = locationOf.get(group.entry) as string;
    const id = freeId(at.names[0], group, taken);
    const aliases = aliasesOf(at, group, id).filter((alias) => !taken.has(alias));
    for (const name of [id, ...aliases]) taken.add(name);
    models.push({
      id,
      path: group.format === 'gguf' ? location : onnxFolder(group.entry, location),
      modifiedAt: (await stat(location)).mtimeMs,
      aliases,
      locations: group.files.map((path) => locationOf.get(path) as string),
      origin: { repo: at.repo, ...(at.revision !== undefined && { revision: at.revision }), paths: group.files },
    });
  }
  return models;
}

function freeId(repo: string, { entry, quantization }: FileGroup, taken: Set<string>): string {
  const names = [repo, ...(quantization ? [`${repo}:${quantization}`] : []), `${repo}/${entry}`];
  return names.find((name) => !taken.has(name)) ?? `${repo}/${entry}`;
}

function aliasesOf({ repo, revision, names }: RepoAt, { entry, quantization }: FileGroup, id: string): string[] {
  // what it is called at another revision that is the same
  const ids = names.map((name) => id.replace(names[0], name));
  const full = quantization ? names.map((name) => `${name}:${quantization}`) : [];
  const aliases = [
    ...ids,
    ...full,
    ...names.map((name) => `${name}/${entry}`),
    ...[...ids, ...full].map((name) => `hf:${name}`),
    ...(revision === undefined ? namesOf(repo, quantization) : []),
  ];
  return [...new Set(aliases)].filter((name) => name !== id);
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
