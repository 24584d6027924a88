import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A repository of the stand-in for the Hub. */
export interface FakeRepo {
  /** By path. Files of 1,000 bytes and more are kept as the Hub keeps large files (LFS). */
  files: Record<string, Buffer>;
  /** What it was at other revisions, by their names; their commits are told by `commitOf`. */
  revisions?: Record<string, Record<string, Buffer>>;
  /** `gated`: a licence to accept; `private`: hidden from strangers. Both open to the token `hf_good`. */
  access?: 'gated' | 'private';
}

/** What the next requests for bytes meet. */
export interface Trouble {
  /** Status in place of the bytes, so many times. */
  fail?: { status: number; times: number; headers?: Record<string, string> };
  /** The connection is cut after so many bytes, so many times. */
  cut?: { after: number; times: number };
  /** Other bytes than announced, so many times. */
  corrupt?: number;
  /** Milliseconds between pieces of 16 KiB. */
  slowMs?: number;
  /** Ranges are not understood. */
  noRanges?: boolean;
}

const LFS_FROM = 1_000;

/**
 * The Hub on the loopback, as it looks on the wire: its API, `resolve` that redirects large files to another host (here
 * another port, so another origin) with the headers that the Hub adds, LFS checksums, gates, ranges; and trouble on demand.
 */
export class FakeHub {
  readonly repos = new Map<string, FakeRepo>();
  /** Requests as they came: method, host's part, path, and whether they carried a token. */
  readonly requests: { at: 'hub' | 'cdn'; method: string; path: string; authorization?: string; range?: string }[] = [];
  trouble: Trouble = {};
  /** The list of files lacks sizes and blobs, as with some mirrors. */
  bareList = false;
  commit = 'c0ffee00'.repeat(5);
  private readonly hub: Server = createServer((request, response) => this.answerHub(request, response));
  private readonly cdn: Server = createServer((request, response) => this.answerCdn(request, response));

  static async start(): Promise<FakeHub> {
    const fake = new FakeHub();
    for (const server of [fake.hub, fake.cdn])
      await new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', resolve);
      });
    return fake;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.hub.address() as AddressInfo).port}`;
  }

  get cdnOrigin(): string {
    return `http://127.0.0.1:${(this.cdn.address() as AddressInfo).port}`;
  }

  bytesRequests(): number {
    return this.requests.filter(({ at }) => at === 'cdn').length;
  }

  async close(): Promise<void> {
    for (const server of [this.hub, this.cdn]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  private answerHub(request: IncomingMessage, response: ServerResponse): void {
    this.note('hub', request);
    const path = decodeURIComponent((request.url ?? '').replace(/\?.*/, ''));
    const api = /^\/api\/models\/([^/]+\/[^/]+)\/revision\/(.+)$/.exec(path);
    const resolve = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(path);
    const name = (api ?? resolve)?.[1] ?? '';
    const repo = this.repos.get(name);
    const refused = this.refused(repo, request);
    if (refused) {
      deny(response, ...refused);
      return;
    }
    const revision = api?.[2] ?? resolve?.[2] ?? 'main';
    const files = this.filesAt(repo, revision);
    if (!files) {
      deny(response, 404, 'RevisionNotFound');
      return;
    }
    if (api) {
      json(response, this.describe(name, { ...repo, files }, revision));
      return;
    }
    const file = resolve?.[3] ?? '';
    const content = files[file];
    if (!content) {
      deny(response, 404, 'EntryNotFound');
      return;
    }
    const etag = etagOf(content);
    response.setHeader('X-Repo-Commit', this.commitOf(revision)).setHeader('Accept-Ranges', 'bytes');
    if (content.length < LFS_FROM) {
      response.setHeader('ETag', `"${etag}"`);
      this.send(request, response, content);
      return;
    }
    response.setHeader('X-Linked-Size', content.length).setHeader('X-Linked-ETag', `"${etag}"`);
    response
      .writeHead(302, {
        Location: `${this.cdnOrigin}/blob?repo=${name}&revision=${revision}&file=${encodeURIComponent(file)}`,
      })
      .end();
  }

  private answerCdn(request: IncomingMessage, response: ServerResponse): void {
    this.note('cdn', request);
    const { searchParams } = new URL(request.url ?? '/', this.cdnOrigin);
    const repo = this.repos.get(searchParams.get('repo') ?? '');
    const content = this.filesAt(repo, searchParams.get('revision') ?? '')?.[searchParams.get('file') ?? ''];
    if (!content) {
      deny(response, 404);
      return;
    }
    const { fail } = this.trouble;
    if (fail && fail.times-- > 0) {
      response.writeHead(fail.status, fail.headers).end('trouble');
      return;
    }
    this.send(request, response, content);
  }

  private send(request: IncomingMessage, response: ServerResponse, whole: Buffer): void {
    const range = this.trouble.noRanges ? null : /^bytes=(\d+)-(\d+)?$/.exec(request.headers.range ?? '');
    const start = range ? Number(range[1]) : 0;
    const end = range ? Math.min(whole.length, Number(range[2] ?? whole.length - 1) + 1) : whole.length;
    let part = whole.subarray(start, end);
    if ((this.trouble.corrupt ?? 0) > 0) {
      this.trouble.corrupt = (this.trouble.corrupt ?? 0) - 1;
      part = Buffer.from(part).fill(7, 0, 16);
    }
    response.setHeader('Content-Length', part.length);
    if (range) response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${whole.length}`);
    response.writeHead(range ? 206 : 200);
    if (request.method === 'HEAD') response.end();
    else void this.write(response, part);
  }

  private async write(response: ServerResponse, part: Buffer): Promise<void> {
    const { cut, slowMs = 0 } = this.trouble;
    const stop = cut && cut.times-- > 0 ? cut.after : Number.POSITIVE_INFINITY;
    const step = slowMs > 0 || stop < part.length ? 16_384 : 2 ** 20;
    for (let at = 0; at < part.length && !response.destroyed; at += step) {
      if (at >= stop) {
        response.destroy();
        return;
      }
      response.write(part.subarray(at, at + step));
      await new Promise((resolve) => setTimeout(resolve, slowMs));
    }
    response.end();
  }

  /** The commit of a revision, `main` or another; of a commit itself. */
  commitOf(revision: string): string {
    if (revision === 'main' || revision === this.commit) return this.commit;
    return /^[0-9a-f]{40}$/.test(revision) ? revision : createHash('sha1').update(revision).digest('hex');
  }

  private filesAt(repo: FakeRepo | undefined, revision: string): FakeRepo['files'] | undefined {
    const commit = this.commitOf(revision);
    if (!repo || commit === this.commit) return repo?.files;
    return Object.entries(repo.revisions ?? {}).find(([name]) => this.commitOf(name) === commit)?.[1];
  }

  private describe(name: string, { files, access }: FakeRepo, revision: string): object {
    const siblings = Object.entries(files).map(([rfilename, content]) => {
      if (this.bareList) return { rfilename };
      const size = content.length;
      if (size < LFS_FROM) return { rfilename, size, blobId: etagOf(content) };
      return { rfilename, size, blobId: '0'.repeat(40), lfs: { sha256: etagOf(content), size, pointerSize: 134 } };
    });
    return {
      id: name,
      sha: this.commitOf(revision),
      private: access === 'private',
      gated: access === 'gated' && 'auto',
      siblings,
    };
  }

  /** As the Hub does it: a private repository does not exist for strangers, and strangers get 401 for what does not exist. */
  private refused(repo: FakeRepo | undefined, { headers }: IncomingMessage): [number, string?] | undefined {
    const token = headers.authorization?.replace('Bearer ', '');
    if (token !== undefined && !token.startsWith('hf_')) return [401];
    if (repo?.access === 'gated' && token !== 'hf_good') return [token ? 403 : 401, 'GatedRepo'];
    if (repo && (repo.access !== 'private' || token === 'hf_good')) return undefined;
    return [token ? 404 : 401, 'RepoNotFound'];
  }

  private note(at: 'hub' | 'cdn', { method = '', url = '', headers }: IncomingMessage): void {
    this.requests.push({ at, method, path: url, authorization: headers.authorization, range: headers.range });
  }
}

/** As the Hub names a blob. */
export function etagOf(content: Buffer): string {
  if (content.length >= LFS_FROM) return createHash('sha256').update(content).digest('hex');
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

function deny(response: ServerResponse, status: number, code?: string): void {
  if (code) response.setHeader('X-Error-Code', code);
  response.writeHead(status, { 'Content-Type': 'application/json' }).end('{"error":"no"}');
}

function json(response: ServerResponse, value: object): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}
