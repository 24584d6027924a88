import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFile } from './file-lock.js';

let folder: string;
let path: string;
const open = () => new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  path = join(folder, 'a.lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function leftBy(pid: number, host: string, secondsAgo: number): Promise<void> {
  await writeFile(path, JSON.stringify({ id: 'other', pid, host }));
  const then = new Date(Date.now() - secondsAgo * 1000);
  await utimes(path, then, then);
}

it('lets one in at a time, in this process too, and leaves nothing behind', async () => {
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 5 }, async () => {
      const lock = await lockFile(path, open());
      inside++;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
      await lock.release();
    }),
  );
  expect(most).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

it('takes over what a killed process of this machine left, at once', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await leftBy(child.pid as number, hostname(), 0);
  child.kill('SIGKILL');
  await once(child, 'close');
  await (await lockFile(path, open())).release();
});

it('waits for a living process, and ends the wait with its signal', async () => {
  await leftBy(process.ppid, hostname(), 3_600);
  const controller = new AbortController();
  let waits = 0;
  const waiting = lockFile(path, controller.signal, () => {
    waits++;
    controller.abort();
  });
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  expect(waits).toBe(1);
  expect((await stat(path)).isFile()).toBe(true);
});

it('takes over what another machine left when its signs of life have stopped', async () => {
  await leftBy(1, 'another-machine', 31);
  await (await lockFile(path, open())).release();
});

it('does not take what another machine still holds', async () => {
  await leftBy(1, 'another-machine', 1);
  const controller = new AbortController();
  await expect(lockFile(path, controller.signal, () => controller.abort())).rejects.toMatchObject({
    name: 'AbortError',
  });
});
