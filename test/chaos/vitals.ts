import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RunningServer } from '../end-to-end/server.js';

const PROBE = fileURLToPath(new URL('vitals-probe.mjs', import.meta.url));

/** Starts a server's process such that its vitals can be taken. */
export const PROBED = { NODE_OPTIONS: `--import=${PROBE}` };

/** Files that may be open at one moment and not at another, such as those of the process that tries grammars. */
const FEW_FILES = 16;
/**
 * What one process may hold more after trouble than before it, in bytes: C's allocator keeps pages of models that were
 * unloaded and loaded again, some 60 MiB of each, and after that no more.
 */
const ROOM = 256 * 2 ** 20;
/** The same of what JavaScript holds; nothing but caches with a limit grows there. */
const HEAP_ROOM = 32 * 2 ** 20;

const QUESTION = { messages: [{ role: 'user', content: 'What is the capital of France?' }], temperature: 0 };

/** What a process holds, its garbage collected. */
export interface Held {
  /** Bytes in memory, and those of them that are JavaScript's. */
  rss: number;
  heap: number;
  /** Open files and sockets but for connections that their client still holds; and what keeps its event loop alive. */
  files: number;
  handles: number;
  /** The longest and the mean time between two turns of the event loop since it was last asked, in milliseconds. */
  lagMs: number;
  meanLagMs: number;
}

/** Asks a process that was started with `PROBED`. */
export async function held(server: RunningServer): Promise<Held> {
  const told = () => [...server.errors.matchAll(/^\{"vitals":(.*)\}$/gm)];
  const before = told().length;
  server.kill('SIGUSR2');
  await server.until(() => told().length > before, 'it says what it holds');
  return { ...JSON.parse(told().at(-1)?.[1] as string), files: openFiles(server.pid) };
}

/** Linux only; 0 elsewhere. */
function openFiles(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const established = new Set<string>();
  for (const table of ['tcp', 'tcp6']) {
    for (const line of readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n')) {
      const [, , , state, , , , , , inode] = line.trim().split(/\s+/);
      if (state === '01') established.add(`socket:[${inode}]`);
    }
  }
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => !established.has(target(`/proc/${pid}/fd/${fd}`))).length;
}

function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    // closed since the folder was read
    return '';
  }
}

/** What a server answers and holds while all is well; after any trouble it has to be like that again. */
export class Vitals {
  private constructor(
    private readonly server: RunningServer,
    private readonly models: string[],
    private readonly answers: unknown,
    readonly before: Held,
  ) {}

  /** @param models asked for the same answer later */
  static async of(server: RunningServer, models = ['default', 'otron-tiny-gemma']): Promise<Vitals> {
    // what is made once, for the first requests
    for (let i = 0; i < 3; i += 1) await answersOf(server, models);
    return new Vitals(server, models, await answersOf(server, models), await held(server));
  }

  /** Resolves once nothing runs, and files and memory are given back; rejects where that never comes or the answers differ. */
  async areBack(room = ROOM): Promise<Held> {
    const { server, before } = this;
    await server.idle();
    const { requests } = await server.json<{ requests: unknown[] }>('/admin/requests');
    expect(requests).toEqual([]);
    expect(await answersOf(server, this.models)).toEqual(this.answers);
    let now = await held(server);
    await server.until(async () => {
      if (now.files <= before.files + FEW_FILES) return true;
      await sleep(500);
      now = await held(server);
      return false;
    }, `its open files are those ${before.files} of before`);
    expect(Math.max(now.rss, before.rss + room)).toBe(before.rss + room);
    expect(Math.max(now.heap, before.heap + HEAP_ROOM)).toBe(before.heap + HEAP_ROOM);
    return now;
  }
}

async function answersOf(server: RunningServer, models: string[]): Promise<unknown[]> {
  const texts = models.map((model) => textOf(server, model));
  const vectors = server.post('/v1/embeddings', { model: 'default', input: 'Bread is baked.' });
  return Promise.all([...texts, vectors.then(async (response) => ((await response.json()) as { data: unknown }).data)]);
}

/** What a model answers to the one question, at temperature 0. */
export async function textOf(server: RunningServer, model = 'default'): Promise<string> {
  const response = await server.post('/v1/chat/completions', {
    model,
    ...QUESTION,
    max_tokens: 16,
    deterministic: true,
  });
  const body = (await response.json()) as { choices?: { message: { content: string } }[] };
  if (!body.choices) throw new Error(`${model} answered ${response.status}: ${JSON.stringify(body)}`);
  return body.choices[0]?.message.content as string;
}
