import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadOptions, MemoryNeed } from '@predict-otron/plugin-sdk';
import type { DescribedModel } from '../pool/described-model.js';

type Model = Pick<DescribedModel, 'backend' | 'file' | 'kind' | 'modifiedAt' | 'plugin' | 'sizeBytes'>;

/**
 * What models took when they were loaded, kept over restarts: a small file for each model and way to load it. Where one
 * is there, it counts instead of the estimate.
 */
export class MeasuredMemory {
  private readonly folder: string;

  /** `cacheFolder`: absolute path; it may not exist. */
  constructor(cacheFolder: string) {
    this.folder = join(cacheFolder, 'memory');
  }

  /** What it took when it was loaded like this before, if it was. */
  async find(model: Model, options: LoadOptions): Promise<MemoryNeed[] | undefined> {
    try {
      const needs: unknown = JSON.parse(await readFile(this.path(model, await plannedFor(model, options)), 'utf8'));
      return Array.isArray(needs) && needs.length > 0 && needs.every(isNeed) ? needs : undefined;
    } catch {
      return undefined;
    }
  }

  /** Never rejects: without it the next process estimates. */
  async keep(model: Model, options: LoadOptions, needs: readonly MemoryNeed[]): Promise<void> {
    try {
      const planned = await plannedFor(model, options);
      const devices = planned.placement.map(({ deviceId }) => deviceId);
      // a load that ended up elsewhere says nothing of this plan
      if (needs.length === 0 || needs.some(({ deviceId }) => !devices.includes(deviceId))) return;
      const path = this.path(model, planned);
      const aside = `${path}.${randomUUID()}`;
      await mkdir(this.folder, { recursive: true });
      await writeFile(aside, JSON.stringify(needs));
      await rename(aside, path);
    } catch {
      // a cache that cannot be written costs nothing but this
    }
  }

  private path({ kind, plugin, backend, file, modifiedAt, sizeBytes }: Model, planned: LoadOptions): string {
    const facts = [kind, plugin, backend.id, file, modifiedAt, sizeBytes, planned];
    return join(this.folder, `${createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32)}.json`);
  }
}

/** With the device, the layers and the formats that it would get now. */
async function plannedFor({ backend, file }: Model, options: LoadOptions): Promise<LoadOptions> {
  return (await backend.planned?.(file, options)) ?? options;
}

function isNeed(value: Partial<MemoryNeed> | null): value is MemoryNeed {
  const isBytes = (bytes: unknown) => Number.isSafeInteger(bytes) && (bytes as number) >= 0;
  const { deviceId, weights, kvCache, compute } = value ?? {};
  return typeof deviceId === 'string' && [weights, kvCache, compute].every(isBytes);
}
