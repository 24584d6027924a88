import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isReadOnly } from './read-only.js';

describe('isReadOnly', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'otron-read-only-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is false for a file that its owner could make writable, and for one that is not there', async () => {
    const file = join(folder, 'm.gguf');
    writeFileSync(file, 'GGUF');
    chmodSync(file, 0o444);
    expect(await isReadOnly(file)).toBe(false);
    expect(await isReadOnly(join(folder, 'none'))).toBe(false);
  });

  const mounts = process.platform === 'linux' && process.getuid?.() === 0;
  if (!mounts) console.warn('SKIPPED: a read-only file system needs root on Linux');
  (mounts ? it : it.skip)('is true where the file system is read-only', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', folder]);
    try {
      expect(await isReadOnly(folder)).toBe(true);
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});
