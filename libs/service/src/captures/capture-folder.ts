import { accessSync, constants, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { Logger } from 'pino';

/** The names of captures, and of those that were being written when a process died. */
const CAPTURE = /^\d{4}-\d\d-\d\dT[\d-]+\.\d{3}Z_[\w.-]+\.json$/;
const UNFINISHED = /^\d{4}-\d\d-\d\dT[\d-]+\.\d{3}Z_[\w.-]+\.json\.tmp$/;

/** Captures that wait to be written; more are left out, so that a slow disk costs captures and no memory. */
const WAITING = 64;
const FILES = 10_000;

/** Bounds of a folder: the oldest captures make room for new ones. */
export interface FolderLimits {
  bytes: number;
  files?: number;
}

/** A folder of captures, which only whoever runs the server can read. */
export class CaptureFolder {
  private readonly files: { name: string; bytes: number }[];
  private bytes: number;
  private waiting = 0;
  private writing: Promise<void> = Promise.resolve();
  private failing = false;

  /** Makes the folder where it is missing in one that is there. Throws `INPUT_INVALID` when it cannot be used. */
  constructor(
    private readonly path: string,
    private readonly limits: FolderLimits,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {
    try {
      makeFolder(path);
      accessSync(path, constants.W_OK);
      const names = readdirSync(path).sort();
      for (const name of names.filter((it) => UNFINISHED.test(it))) rmSync(join(path, name), { force: true });
      this.files = names
        .filter((name) => CAPTURE.test(name))
        .map((name) => ({ name, bytes: statSync(join(path, name)).size }));
    } catch (error) {
      throw new PluginError(
        'INPUT_INVALID',
        `The folder for captures ${path} cannot be used (${(error as Error).message}).`,
      );
    }
    this.bytes = this.files.reduce((sum, file) => sum + file.bytes, 0);
  }

  /** Writes a capture in the background. `id` may be any text. */
  add(arrived: Date, id: string, text: string): void {
    const name = `${arrived.toISOString().replaceAll(':', '-')}_${id.replace(/[^\w.-]/g, '_').slice(0, 64)}.json`;
    if (this.waiting >= WAITING || Buffer.byteLength(text) > this.limits.bytes) return;
    this.waiting += 1;
    this.writing = this.writing
      .then(() => this.write(name, text))
      .then(
        () => this.tell(undefined),
        (error: Error) => this.tell(error),
      );
  }

  /** Resolves when all is written. */
  close(): Promise<void> {
    return this.writing;
  }

  private async write(name: string, text: string): Promise<void> {
    const bytes = Buffer.byteLength(text);
    await this.makeRoom(bytes);
    const path = join(this.path, name);
    // whoever looks finds whole captures only
    await writeFile(`${path}.tmp`, text, { mode: 0o600 });
    await rename(`${path}.tmp`, path);
    this.files.push({ name, bytes });
    this.bytes += bytes;
  }

  private async makeRoom(bytes: number): Promise<void> {
    const { limits, files } = this;
    while (files.length > 0 && (this.bytes + bytes > limits.bytes || files.length >= (limits.files ?? FILES))) {
      const [oldest] = files as [(typeof files)[number]];
      await rm(join(this.path, oldest.name), { force: true });
      files.shift();
      this.bytes -= oldest.bytes;
    }
  }

  private tell(error: Error | undefined): void {
    this.waiting -= 1;
    if (error && !this.failing) this.logger.warn(`Requests cannot be captured: ${error.message}`);
    this.failing = error !== undefined;
  }
}

/** Not with those above it: where the system lets nobody make one, as in `/proc`, Node 20 would try for ever. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
