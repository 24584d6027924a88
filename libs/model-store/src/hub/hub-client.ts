import { PluginError } from '@predict-otron/plugin-sdk';
import { type Backoff, withRetries } from '../download/back-off.js';
import type { FileSource } from '../download/file-source.js';
import { type Answer, type Ask, type HttpClient, type Reach, reachOf } from '../net/http-client.js';
import type { StoreSettings } from '../store-settings.js';
import { type HubQuestion, hubFailure } from './hub-failure.js';
import { hubToken } from './hub-token.js';

/** A file of a repository at one commit. */
export interface HubFile {
  /** Path in the repository. */
  path: string;
  /** Bytes. */
  size: number;
  /** Name of its blob: the SHA-256 of its content for a large file (LFS), git's SHA-1 of it for a small one. */
  etag: string;
}

/** A repository at one commit: this never changes. */
export interface HubRepository {
  repo: string;
  /** 40 hexadecimal digits. */
  commit: string;
  /** Paths of all files. */
  paths: string[];
  /** Bytes of those whose size the Hub tells at once, by their paths. */
  sizes: ReadonlyMap<string, number>;
  /** Facts of one of them. */
  file(path: string, signal: AbortSignal): Promise<HubFile>;
}

/** What of the Hub is asked for. */
type About = Pick<HubQuestion, 'repo' | 'file' | 'revision'>;

interface Sibling {
  rfilename: string;
  size?: number;
  blobId?: string;
  lfs?: { sha256?: string; size?: number };
}

/** The Hub's API as far as the store needs it, at the Hub or at a mirror. */
export class HubClient {
  private reach?: Promise<Reach>;

  constructor(
    private readonly http: HttpClient,
    private readonly settings: Pick<StoreSettings, 'endpoint' | 'home'>,
    private readonly backoff?: Partial<Backoff>,
  ) {}

  /** @param revision a branch, a tag or a commit */
  async repository(repo: string, signal: AbortSignal, revision?: string): Promise<HubRepository> {
    const at = encodeURIComponent(revision ?? 'main');
    const url = `${this.settings.endpoint}/api/models/${repo}/revision/${at}?blobs=true`;
    const about = { repo, ...(revision !== undefined && { revision }) };
    const { sha, siblings = [] } = await this.json<{ sha?: string; siblings?: Sibling[] }>(url, about, signal);
    if (!/^[0-9a-f]{40}$/.test(sha ?? ''))
      throw new PluginError('UPSTREAM', `The Hub's answer about ${repo} has no commit.`, { param: 'model' });
    const commit = sha as string;
    return {
      repo,
      commit,
      paths: siblings.map(({ rfilename }) => rfilename).filter(isInside),
      sizes: new Map(siblings.flatMap((it) => sizeOf(it))),
      file: async (path, aborted) => {
        const sibling = siblings.find(({ rfilename }) => rfilename === path);
        return factsOf(path, sibling) ?? this.askFacts({ repo, commit, path }, aborted);
      },
    };
  }

  /** The bytes of a file, for a download. */
  source(repo: string, commit: string, { path }: Pick<HubFile, 'path'>): FileSource {
    return {
      host: new URL(this.settings.endpoint).host,
      open: async (headers, signal) => {
        const answer = await this.ask(this.resolveUrl(repo, commit, path), { headers, signal });
        if (answer.status < 400) return answer;
        await answer.body.dump({ limit: 65_536 }).catch(() => {});
        throw hubFailure(answer.status, answer.headers, await this.question({ repo, file: path }));
      },
    };
  }

  /** From the headers that the Hub adds to a redirect; for mirrors whose list of files lacks sizes and blobs. */
  private async askFacts(at: { repo: string; commit: string; path: string }, signal: AbortSignal): Promise<HubFile> {
    const { repo, commit, path } = at;
    const url = this.resolveUrl(repo, commit, path);
    const { headers } = await this.checked(url, { method: 'HEAD', stayOnHost: true, signal }, { repo, file: path });
    const etag = (headers['x-linked-etag'] ?? headers.etag ?? '').replace(/^W\/|"/g, '');
    const size = Number(headers['x-linked-size'] ?? headers['content-length']);
    if (/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(etag) && Number.isSafeInteger(size)) return { path, etag, size };
    throw new PluginError('UPSTREAM', `The Hub tells no size or checksum of ${path} in ${repo}.`, { param: 'model' });
  }

  private async json<T>(url: string, about: About, signal: AbortSignal): Promise<T> {
    const { body } = await this.checked(url, { signal }, about);
    const text = await body.text();
    try {
      return JSON.parse(text);
    } catch {
      throw new PluginError('UPSTREAM', `The Hub's answer about ${about.repo} is no JSON.`, { param: 'model' });
    }
  }

  /** Asks until there is an answer that is no passing fault. */
  private checked(url: string, ask: Omit<Ask, 'reach'>, about: About): Promise<Answer> {
    const host = new URL(url).host;
    return withRetries({ host, signal: ask.signal, ...this.backoff }, async () => {
      const answer = await this.ask(url, ask);
      if (answer.status < 400) return answer;
      await answer.body.dump({ limit: 65_536 }).catch(() => {});
      throw hubFailure(answer.status, answer.headers, await this.question(about));
    });
  }

  private async ask(url: string, ask: Omit<Ask, 'reach'>): Promise<Answer> {
    this.reach ??= reachOf(this.settings.endpoint);
    const token = await hubToken(this.settings.home);
    const secret = token === undefined ? {} : { secret: { origin: new URL(this.settings.endpoint).origin, token } };
    return this.http.ask(url, { ...ask, ...secret, reach: await this.reach });
  }

  private async question(about: About): Promise<HubQuestion> {
    return { ...about, endpoint: this.settings.endpoint, hasToken: (await hubToken(this.settings.home)) !== undefined };
  }

  private resolveUrl(repo: string, commit: string, path: string): string {
    return `${this.settings.endpoint}/${repo}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
  }
}

function sizeOf({ rfilename, size, lfs }: Sibling): [string, number][] {
  const bytes = lfs?.size ?? size;
  return bytes === undefined ? [] : [[rfilename, bytes]];
}

function factsOf(path: string, sibling: Sibling | undefined): HubFile | undefined {
  const etag = sibling?.lfs?.sha256 ?? (sibling?.lfs ? undefined : sibling?.blobId);
  const size = sibling?.lfs?.size ?? sibling?.size;
  if (etag === undefined || size === undefined || !/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(etag)) return undefined;
  return Number.isSafeInteger(size) && size >= 0 ? { path, etag, size } : undefined;
}

/** A path from outside must not lead out of the folder that it is saved in. */
function isInside(path: string): boolean {
  return (
    !/^[\\/]|[\0\\]|^[A-Za-z]:/.test(path) &&
    path.split('/').every((part) => part !== '..' && part !== '.' && part !== '')
  );
}
