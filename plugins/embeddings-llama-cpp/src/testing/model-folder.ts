import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Loaded, LoadOptions, LoadProgress, ModelFile } from '@predict-otron/plugin-sdk';
import { lastValueFrom, type Observable } from 'rxjs';

export const LOAD_OPTIONS: LoadOptions = {
  placement: [{ deviceId: 'cpu', layers: 'all' }],
  contextTokens: 8192,
  parallel: 2,
  threads: 2,
};

/** A folder of model files that a test makes; call `remove` in the end. */
export class ModelFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'otron-gguf-'));

  write(name: string, bytes: Buffer, settings?: ModelFile['settings']): ModelFile {
    const path = join(this.path, `${name}.gguf`);
    writeFileSync(path, bytes);
    return { id: name, path, ...(settings && { settings }) };
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** The model at the end of a load. */
export async function loaded<Model>(load: Observable<LoadProgress | Loaded<Model>>): Promise<Model> {
  const last = await lastValueFrom(load);
  if (last.type !== 'loaded') throw new Error('the load ended without a model');
  return last.model;
}
