import { mkdir, stat } from 'node:fs/promises';
import { RepoFolder } from '../cache/repo-folder.js';
import type { HubClient } from '../hub/hub-client.js';
import { chooseFiles } from '../reference/choose-files.js';
import type { FilePreference } from '../reference/file-preference.js';
import type { HubReference } from '../reference/model-reference.js';
import type { StoreSettings } from '../store-settings.js';
import type { FetchFile } from './fetch-file.js';
import type { PullMeter } from './pull-progress.js';

/** What a pull works with. */
export interface PullTools {
  settings: StoreSettings;
  hub: HubClient;
  fetchFile: FetchFile;
  meter: PullMeter;
  signal: AbortSignal;
}

/** Brings the files of a repository that a reference means into the cache. Resolves to the path of what is loaded. */
export async function pullFromHub(
  reference: HubReference,
  tools: PullTools,
  preference?: FilePreference,
): Promise<string> {
  const { hub, settings, meter, signal, fetchFile } = tools;
  const repository = await hub.repository(reference.repo, signal, reference.revision);
  const group = chooseFiles(reference, repository.paths, { preference, sizes: repository.sizes });
  const files = await Promise.all(group.files.map((path) => repository.file(path, signal)));
  const folder = new RepoFolder(settings.hubCache, reference.repo);
  await mkdir(folder.blobs, { recursive: true });
  meter.expect(files.reduce((sum, { size }) => sum + size, 0));
  let entry = '';
  // one after the other, the entry last: each has the whole line, and a model that is there is whole
  for (const file of files) {
    const target = folder.blob(file.etag);
    if ((await stat(target).catch(() => undefined))?.size === file.size) meter.add(file.size, false);
    else {
      const source = hub.source(reference.repo, repository.commit, file);
      const { freeSpaceFloor } = settings;
      await fetchFile({ source, target, size: file.size, etag: file.etag, freeSpaceFloor });
    }
    entry = await folder.place(repository.commit, file.path, file.etag);
  }
  await folder.writeCommit(repository.commit, reference.revision);
  return entry;
}
