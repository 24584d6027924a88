import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from '@predict-otron/plugin-sdk';
import { checksFor } from './checks/checks-for.js';
import { runCheck } from './checks/run-check.js';
import { findFailures } from './find-failures.js';
import type { PluginTestOptions } from './options.js';
import { PLACES, type Place } from './subject/place.js';
import { Subject } from './subject/subject.js';
import { BROKEN_PLUGINS } from './testing/broken-plugins.js';
import { changeHardware } from './testing/change-toy.js';
import { writeToyFile } from './testing/toy-file.js';
import { toyPlugin } from './testing/toy-plugin.js';

const [IN_PLACE] = PLACES as [Place];
const folder = await mkdtemp(join(tmpdir(), 'toys-'));
afterAll(() => rm(folder, { recursive: true }));

const OPTIONS: PluginTestOptions = {
  hardware: true,
  language: { file: await writeToyFile(folder, 'language'), family: 'toy' },
  embedding: { file: await writeToyFile(folder, 'embedding') },
  rerank: { file: await writeToyFile(folder, 'rerank') },
  stages: true,
};

/** For faults that make a check wait for ever. */
const PATIENCE_MS = 1000;

/** What one check finds wrong in the first place where it applies. */
async function fault(plugin: Plugin, name: string): Promise<string | undefined> {
  for (const place of PLACES) {
    const check = checksFor(OPTIONS, place).find((each) => each.name === name);
    if (!check) continue;
    const subject = new Subject(plugin, { ...OPTIONS, patienceMs: PATIENCE_MS }, place);
    try {
      await runCheck(check, subject);
    } catch (error) {
      return (error as Error).message;
    } finally {
      await subject.close().catch(() => undefined);
    }
  }
  return undefined;
}

describe('the kit', () => {
  it.each(BROKEN_PLUGINS)('%s: finds %s', async (check, _, plugin) => {
    expect(checksFor(OPTIONS, IN_PLACE).map(({ name }) => name)).toContain(check);
    expect(await fault(plugin, check)).toEqual(expect.any(String));
  });

  it('has a fault for every check of its own', () => {
    const proven = new Set(BROKEN_PLUGINS.map(([check]) => check));
    // what all backends do alike is proven once, on runners
    const alike = (name: string) => name.replace(/^(an embedder|a reranker) /, 'a runner ');
    const names = checksFor(OPTIONS, IN_PLACE).map(({ name }) => name);
    expect(names.filter((name) => !proven.has(name) && !proven.has(alike(name)))).toEqual([]);
  });
});

describe('findFailures', () => {
  const stages = { ...OPTIONS, language: undefined, embedding: undefined, rerank: undefined };
  const onlyHardware = (plugin: Plugin): Plugin => ({
    ...plugin,
    setup: async (context) => {
      const { hardware, stages } = await plugin.setup(context);
      return { hardware, stages };
    },
  });

  it('finds nothing wrong in a good plugin', async () => {
    expect(await findFailures(onlyHardware(toyPlugin), stages)).toEqual([]);
  });

  it('names place, check and error', async () => {
    const failures = await findFailures(onlyHardware(changeHardware(() => ({ free: async () => 1e9 }))), stages);
    expect(failures).toContainEqual({
      place: 'over a message port',
      check: 'hardware tells free memory between nothing and the total',
      error: expect.objectContaining({ message: expect.stringContaining('not be over its total') }),
    });
  });
});
