import assert from 'node:assert/strict';
import { completeConfig } from '@predict-otron/plugin-host/package';
import { API_VERSION, type Contributions } from '@predict-otron/plugin-sdk';
import type { Subject } from '../subject/subject.js';
import type { Check } from './check.js';
import { assertShape, oneOf, optional, text } from './shape.js';

/** Kinds of contribution, and the option that says on what each is tested. */
const KINDS = {
  hardware: 'hardware',
  runners: 'language',
  embedders: 'embedding',
  rerankers: 'rerank',
  stages: 'stages',
} as const;

export const PLUGIN_CHECKS: Check<Subject>[] = [
  {
    name: 'is a plain object with apiVersion, name and setup',
    run: async ({ plugin }) => {
      assert.equal(plugin?.apiVersion, API_VERSION, `apiVersion must be ${API_VERSION}`);
      assert.match(plugin.name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'name must be kebab-case');
      assert.equal(typeof plugin.setup, 'function', 'setup must be a function');
    },
  },
  {
    name: 'has a configSchema that compiles and that the configuration fits',
    run: async ({ plugin, options }) => {
      completeConfig(plugin.configSchema, options.config ?? {});
    },
  },
  {
    name: 'contributes what the test names, and nothing else',
    run: async (subject) => {
      const contributions = await subject.contributions();
      for (const [kind, option] of Object.entries(KINDS)) {
        if (kind === 'stages' && !subject.place.stages) continue;
        const contributed = (contributions[kind as keyof typeof KINDS] ?? []).length > 0;
        assert.equal(
          contributed,
          Boolean(subject.options[option]),
          `${kind} and the option ${option} must go together`,
        );
      }
    },
  },
  {
    name: 'gives each contribution an id of its own',
    run: async (subject) => {
      const { hardware, runners, embedders, rerankers, stages } = await subject.contributions();
      for (const parts of [hardware, runners, embedders, rerankers, stages?.map(({ name }) => ({ id: name }))]) {
        const ids = (parts ?? []).map(({ id }) => id);
        assert.ok(ids.every(text), 'an id must be a text that is not empty');
        assert.equal(new Set(ids).size, ids.length, `ids must be different: ${ids.join(', ')}`);
      }
    },
  },
  {
    name: 'sets up twice, each independent of the other',
    run: async (subject) => {
      const [first, second] = [await subject.setUp(), await subject.setUp()];
      assert.notEqual(first, second, 'setup must make new contributions each time');
      await first.dispose?.();
      await assertAlive(subject, second);
    },
  },
  {
    name: 'disposes twice',
    run: async (subject) => {
      const contributions = await subject.setUp();
      await contributions.dispose?.();
      await contributions.dispose?.();
    },
  },
  {
    name: 'tells its health, if it tells any',
    run: async (subject) => {
      const health = await (await subject.contributions()).health?.();
      if (health) assertShape('health', health, { status: oneOf('up', 'degraded', 'down'), detail: optional(text) });
    },
  },
];

/** Contributions that still answer. */
async function assertAlive({ options }: Subject, contributions: Contributions): Promise<void> {
  for (const provider of contributions.hardware ?? []) await provider.detect();
  if (options.language) await describesOne(contributions.runners, options.language.file);
  if (options.embedding) await describesOne(contributions.embedders, options.embedding.file);
  if (options.rerank) await describesOne(contributions.rerankers, options.rerank.file);
}

async function describesOne<File>(backends: { describe(file: File): Promise<unknown> }[] = [], file: File) {
  const infos = await Promise.all(backends.map((backend) => backend.describe(file)));
  assert.ok(
    infos.some((info) => info !== undefined),
    'after the first contributions were disposed, the second must still describe the model',
  );
}
