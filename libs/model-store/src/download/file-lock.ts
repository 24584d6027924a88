import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Between two signs of life of an owner, and between two looks of one who waits; milliseconds. */
const BEAT_MS = 2_000;
const LOOK_MS = 200;
/** An owner on another machine that gave no sign for so long is gone. */
const SILENCE_MS = 30_000;

/** The right to work on a file, of one process at a time. */
export interface FileLock {
  release(): Promise<void>;
}

interface Owner {
  id: string;
  pid: number;
  host: string;
}

/**
 * Waits until no other process holds the lock. What a killed process left is taken over: on the same machine at once,
 * from another machine (a shared folder) when its signs of life stop.
 * @param onWait called once where somebody else has it
 */
export async function lockFile(path: string, signal: AbortSignal, onWait?: () => void): Promise<FileLock> {
  const owner: Owner = { id: randomUUID(), pid: process.pid, host: hostname() };
  let waited = false;
  while (!(await created(path, owner))) {
    if (await isAbandoned(path)) {
      await takeAway(path);
      continue;
    }
    if (!waited) onWait?.();
    waited = true;
    await sleep(LOOK_MS, undefined, { signal });
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, BEAT_MS);
  beat.unref();
  return {
    release: async () => {
      clearInterval(beat);
      if ((await ownerOf(path))?.id === owner.id) await rm(path, { force: true });
    },
  };
}

/** The file appears with its content, or not at all: it is written aside and linked. */
async function created(path: string, owner: Owner): Promise<boolean> {
  const aside = `${path}.${owner.id}`;
  await writeFile(aside, JSON.stringify(owner));
  try {
    await link(aside, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // a file system without hard links
    return await writeFile(path, JSON.stringify(owner), { flag: 'wx' }).then(
      () => true,
      (failure: NodeJS.ErrnoException) => {
        if (failure.code === 'EEXIST') return false;
        throw failure;
      },
    );
  } finally {
    await rm(aside, { force: true });
  }
}

async function ownerOf(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const status = await stat(path).catch(() => undefined);
  if (!status) return false;
  const owner = await ownerOf(path);
  if (owner?.host === hostname()) return !isAlive(owner.pid) && (await ownerOf(path))?.id === owner.id;
  return Date.now() - status.mtimeMs > SILENCE_MS;
}

/**
 * Two who find the same lock abandoned must not both remove it, the second one the first one's new lock. So it is moved
 * aside, which one of them does, and put back where it turns out to be a live one. Even if all of this failed, two
 * downloads of one blob would write the same bytes to the same places, and its checksum decides.
 */
async function takeAway(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if (!(await isAbandoned(aside))) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
