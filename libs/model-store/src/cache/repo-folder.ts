import { randomUUID } from 'node:crypto';
import {
  copyFile,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isChecksum } from '../download/checksum.js';

/** The branch that is meant where none is named. */
const MAIN = 'main';

/** A file of a snapshot that can be read. */
export interface SnapshotFile {
  /** Path in the repository, with `/`. */
  path: string;
  /** Absolute. */
  location: string;
}

/**
 * One repository in the Hub's cache, in the Hub's own layout: contents in `blobs`, named after their checksum; for each
 * commit a folder in `snapshots` with links to them; the commit of a branch in `refs`.
 */
export class RepoFolder {
  readonly folder: string;
  readonly blobs: string;

  constructor(
    hubCache: string,
    /** `owner/name`. */
    readonly repo: string,
  ) {
    this.folder = join(hubCache, `models--${repo.replaceAll('/', '--')}`);
    this.blobs = join(this.folder, 'blobs');
  }

  /** All repositories of a cache; none where there is no cache. */
  static async all(hubCache: string): Promise<RepoFolder[]> {
    const names = await readdir(hubCache).catch(() => []);
    const repos = names.flatMap((name) => /^models--(.+?)--(.+)$/.exec(name)?.slice(1).join('/') ?? []);
    return repos.sort().map((repo) => new RepoFolder(hubCache, repo));
  }

  blob(etag: string): string {
    return join(this.blobs, etag);
  }

  snapshot(commit: string): string {
    return join(this.folder, 'snapshots', commit);
  }

  /** The commit of a revision, as it was when it was last asked for. */
  async commitOf(revision = MAIN): Promise<string | undefined> {
    return (await readFile(this.ref(revision), 'utf8').catch(() => undefined))?.trim();
  }

  /** Notes the commit of a revision; of one that is a commit too, so that its files are known to be wanted. */
  async writeCommit(commit: string, revision = MAIN): Promise<void> {
    const path = this.ref(revision);
    await mkdir(dirname(path), { recursive: true });
    const aside = `${path}.${randomUUID()}`;
    await writeFile(aside, commit);
    await rename(aside, path);
  }

  /** Makes a blob that is there a file of a snapshot: a link, or a copy on a file system without links. */
  async place(commit: string, path: string, etag: string): Promise<string> {
    const target = join(this.snapshot(commit), ...path.split('/'));
    const blob = this.blob(etag);
    await mkdir(dirname(target), { recursive: true });
    if (await isReadable(target)) return target;
    await rm(target, { force: true });
    await symlink(relative(dirname(target), blob), target)
      .catch((error) => (isThere(error) ? undefined : link(blob, target)))
      .catch(async (error) => {
        if (isThere(error)) return;
        const aside = `${target}.${randomUUID()}`;
        await copyFile(blob, aside);
        await rename(aside, target);
      });
    return target;
  }

  /** The revisions beside `main` of which something is there, and whether they are the same commit as it. */
  async revisions(): Promise<{ name: string; isMain: boolean }[]> {
    const entries = await readdir(join(this.folder, 'refs'), { recursive: true }).catch(() => []);
    const [commits, main] = await Promise.all([this.commits(), this.commitOf()]);
    const names = entries.map((entry) => entry.split(sep).join('/')).filter((name) => name !== MAIN);
    const known = await Promise.all(names.map(async (name) => ({ name, commit: await this.commitOf(name) })));
    return known
      .filter(({ commit }) => commit !== undefined && commits.includes(commit))
      .map(({ name, commit }) => ({ name, isMain: commit === main }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * What is there of a revision. Of `main`: of its commit first, then of others that no revision means, newest first; of two
   * commits of one path the first counts.
   */
  async files(revision = MAIN): Promise<SnapshotFile[]> {
    const found = new Map<string, SnapshotFile>();
    for (const commit of await this.commitsOf(revision)) {
      for (const file of await filesIn(this.snapshot(commit))) if (!found.has(file.path)) found.set(file.path, file);
    }
    return [...found.values()];
  }

  /**
   * Takes files out of a revision, and their contents where nothing else uses them. Folders that are empty then go too.
   * @returns bytes that were freed
   */
  async remove(paths: readonly string[], revision = MAIN): Promise<number> {
    const blobs = new Set<string>();
    let freed = 0;
    for (const commit of await this.commitsOf(revision)) {
      for (const path of paths) {
        const location = join(this.snapshot(commit), ...path.split('/'));
        const status = await lstat(location).catch(() => undefined);
        if (!status) continue;
        if (status.isSymbolicLink()) blobs.add(resolve(dirname(location), await readlink(location)));
        else freed += status.size;
        await rm(location, { force: true });
        await removeEmpty(dirname(location), this.folder);
      }
    }
    const left = await this.allFiles();
    const used = new Set(await Promise.all(left.map(({ location }) => realpath(location))));
    for (const blob of blobs) {
      // a link that leads out of this repository's blobs is not ours to follow
      if (dirname(blob) !== resolve(this.blobs) || used.has(await realpath(blob).catch(() => blob))) continue;
      freed += (await stat(blob).catch(() => undefined))?.size ?? 0;
      await rm(blob, { force: true });
    }
    if (left.length === 0 && !(await this.isDownloading())) await rm(this.folder, { recursive: true, force: true });
    return freed;
  }

  private ref(revision: string): string {
    return join(this.folder, 'refs', ...revision.split('/'));
  }

  private async allFiles(): Promise<SnapshotFile[]> {
    return (await Promise.all((await this.commits()).map((commit) => filesIn(this.snapshot(commit))))).flat();
  }

  private async commitsOf(revision: string): Promise<string[]> {
    const [own, all] = await Promise.all([this.commitOf(revision), this.commits()]);
    if (revision !== MAIN) return all.filter((commit) => commit === own);
    const others = (await this.revisions()).filter(({ isMain }) => !isMain);
    const taken = new Set(await Promise.all(others.map(({ name }) => this.commitOf(name))));
    return all.filter((commit) => !taken.has(commit));
  }

  private async isDownloading(): Promise<boolean> {
    return (await readdir(this.blobs).catch(() => [])).some((name) => /[.](lock|otron-part|incomplete)$/.test(name));
  }

  private async commits(): Promise<string[]> {
    const folder = join(this.folder, 'snapshots');
    const names = await readdir(folder).catch(() => []);
    const times = new Map(
      await Promise.all(names.map(async (name) => [name, (await stat(join(folder, name))).mtimeMs] as const)),
    );
    const main = await this.commitOf();
    return names.sort((a, b) => Number(b === main) - Number(a === main) || (times.get(b) ?? 0) - (times.get(a) ?? 0));
  }
}

/** The checksum that the name of a snapshot file's blob tells; undefined for a copy. */
export async function etagOf(location: string): Promise<string | undefined> {
  const name = basename(await realpath(location));
  return isChecksum(name) ? name : undefined;
}

async function filesIn(folder: string): Promise<SnapshotFile[]> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const files = await Promise.all(
    entries.map(async (entry) => {
      const location = join(folder, entry);
      const status = await stat(location).catch(() => undefined);
      return status?.isFile() ? [{ path: entry.split(sep).join('/'), location }] : [];
    }),
  );
  return files.flat();
}

async function isReadable(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function isThere(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EEXIST';
}

async function removeEmpty(folder: string, end: string): Promise<void> {
  for (let at = folder; at !== end && at.startsWith(end); at = dirname(at)) {
    try {
      await rmdir(at);
    } catch {
      return;
    }
  }
}
