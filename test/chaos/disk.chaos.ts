// Disks without room. A small file system in memory is a disk like any other, but mounting one needs root on Linux.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statfsSync, truncateSync, writeSync } from 'node:fs';
import type { FakeHub } from '@predict-otron/model-store/testing';
import { type RunningServer, startServer } from '../end-to-end/server.js';
import { hubWithModel, Playground, PULLED, pull } from './stored-model.js';
import { PROBED, textOf, Vitals } from './vitals.js';

let ground: Playground;
let disk: string;
let hub: FakeHub;
let environment: Record<string, string>;
let server: RunningServer;

const mounts = process.platform === 'linux' && process.getuid?.() === 0 && canMount();
if (!mounts) console.warn('SKIPPED: a full disk needs root on Linux, to mount a small one');

function canMount(): boolean {
  const probe = new Playground();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', probe.root]);
  if (status === 0) execFileSync('umount', [probe.root]);
  probe.delete();
  return status === 0;
}

beforeEach(async () => {
  ground = new Playground();
  disk = ground.path('disk');
  mkdirSync(disk);
  if (mounts) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', disk]);
  ({ hub, environment } = await hubWithModel(`${disk}/home`));
});
afterEach(async () => {
  await server?.end();
  await hub.close();
  if (mounts) execFileSync('umount', ['--lazy', disk]);
  ground.delete();
});

/** Takes all room but so many bytes; returns what gives it back. */
function fill(left = 0): () => void {
  const file = `${disk}/filling`;
  const { bavail, bsize } = statfsSync(disk);
  const handle = openSync(file, 'w');
  const bytes = Buffer.alloc(64 * 1024);
  try {
    for (let room = bavail * bsize - left; room > 0; room -= bytes.length)
      writeSync(handle, bytes, 0, Math.min(room, bytes.length));
  } catch {
    // there is no more
  } finally {
    closeSync(handle);
  }
  return () => rmSync(file);
}

const onFullDisk = mounts ? it : it.skip;

onFullDisk('a pull to a full disk is refused, and goes on once there is room', async () => {
  server = await startServer(['--free-space-floor', '1'], undefined, {
    ...PROBED,
    ...environment,
    OTRON_CACHE: `${disk}/cache`,
  });
  const vitals = await Vitals.of(server);
  const free = fill();
  expect(await pull(server)).toBe('DISK_FULL');
  await vitals.areBack();
  free();
  expect(await pull(server)).toBe('succeeded');
  expect(await textOf(server, PULLED)).toContain('Paris');
  await vitals.areBack();
});

onFullDisk('a disk that fills while a file comes', async () => {
  server = await startServer(['--free-space-floor', '0'], undefined, {
    ...PROBED,
    ...environment,
    OTRON_CACHE: `${disk}/cache`,
  });
  const vitals = await Vitals.of(server);
  // room for what is announced, which somebody else takes
  hub.trouble = { slowMs: 50 };
  const pulling = pull(server);
  await server.until(() => hub.bytesRequests() > 0, 'bytes are asked for');
  const free = fill();
  expect(await pulling).toBe('DISK_FULL');
  await vitals.areBack();
  free();
  hub.trouble = {};
  expect(await pull(server)).toBe('succeeded');
  expect(await textOf(server, PULLED)).toContain('Paris');
  await vitals.areBack();
});

onFullDisk('a start and a log on a disk without any room', async () => {
  const log = `${disk}/log`;
  const free = fill();
  // its log goes to the full disk, and to us what it says of itself
  const launcher = ['sh', '-c', 'exec "$@" > >(tee -a "$0" 2>/dev/null)', log];
  server = await startServer(
    [],
    undefined,
    { ...PROBED, OTRON_CACHE: `${disk}/cache` },
    { launcher: ['bash', ...launcher.slice(1)] },
  );
  const vitals = await Vitals.of(server);
  expect(readFileSync(log, 'utf8')).toBe('');
  await vitals.areBack();
  free();
  truncateSync(log);
  await vitals.areBack();
});
