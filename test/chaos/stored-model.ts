import { copyFileSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FakeHub } from '@predict-otron/model-store/testing';
import type { RunningServer } from '../end-to-end/server.js';

const LLAMA = fileURLToPath(new URL('../../models/otron-tiny-llama-q8_0.gguf', import.meta.url));

/** A folder of models and of settings that a test may spoil. */
export class Playground {
  readonly root = mkdtempSync(join(tmpdir(), 'otron-chaos-'));

  path(name: string): string {
    return join(this.root, name);
  }

  /** A copy of an embedded model, in this folder. */
  model(name: string): string {
    const file = this.path(`${name}.gguf`);
    copyFileSync(LLAMA, file);
    return file;
  }

  /** Flags that start a server by these settings. */
  config(settings: object): string[] {
    const file = this.path('otron.config.json');
    writeFileSync(file, JSON.stringify(settings));
    return ['--config', file];
  }

  delete(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The Hub with one model, and what a server needs to pull it into a folder of its own. */
export async function hubWithModel(home: string): Promise<{ hub: FakeHub; environment: Record<string, string> }> {
  const hub = await FakeHub.start();
  hub.repos.set('acme/tiny-GGUF', { files: { 'tiny-Q8_0.gguf': readFileSync(LLAMA) } });
  return { hub, environment: { HF_HOME: home, HF_ENDPOINT: hub.endpoint, HF_HUB_OFFLINE: '0' } };
}

/** Id of the model of `hubWithModel` once it is pulled. */
export const PULLED = 'acme/tiny-GGUF';

/** How a pull of it ended: `succeeded`, or the code of its error. */
export async function pull(server: RunningServer): Promise<string> {
  type Job = { id: string; status: string; error?: { code: string } };
  const response = await server.post('/models/pull', { model: `hf:${PULLED}` });
  let job = (await response.json()) as Job;
  if (!response.ok) return job.error?.code as string;
  await server.until(async () => {
    job = await server.json<Job>(`/models/pulls/${job.id}`);
    return job.status !== 'running' && job.status !== 'queued';
  });
  return job.error?.code ?? job.status;
}

/** The file with the bytes of the pulled model. */
export function pulledFile(home: string, hub: FakeHub): string {
  const commit = hub.commit;
  return realpathSync(join(home, 'hub/models--acme--tiny-GGUF/snapshots', commit, 'tiny-Q8_0.gguf'));
}
