import type { PluginTestOptions } from '../options.js';
import type { Place } from '../subject/place.js';
import type { Subject } from '../subject/subject.js';
import { backendChecks } from './backend-checks.js';
import { CAPABILITY_CHECKS } from './capability-checks.js';
import type { Check } from './check.js';
import { CONCURRENCY_CHECKS } from './concurrency-checks.js';
import { EMBEDDER_CHECKS } from './embedder-checks.js';
import { GENERATION_CHECKS } from './generation-checks.js';
import { HARDWARE_CHECKS } from './hardware-checks.js';
import { EMBEDDER_INFO, MODEL_INFO, RERANKER_INFO } from './info-shapes.js';
import { PLUGIN_CHECKS } from './plugin-checks.js';
import { REFUSAL_CHECKS } from './refusal-checks.js';
import { RERANKER_CHECKS } from './reranker-checks.js';
import { STAGE_CHECKS } from './stage-checks.js';

const LANGUAGE_CHECKS = [
  ...backendChecks(MODEL_INFO),
  ...CAPABILITY_CHECKS,
  ...GENERATION_CHECKS,
  ...CONCURRENCY_CHECKS,
  ...REFUSAL_CHECKS,
];

/** All that a plugin with these options must do in this place. */
export function checksFor(options: PluginTestOptions, place: Place): Check<Subject>[] {
  return [
    ...adapt('the plugin', PLUGIN_CHECKS, async (subject) => [subject]),
    ...when(options.hardware, () =>
      adapt('hardware', HARDWARE_CHECKS, async (subject) => (await subject.contributions()).hardware),
    ),
    ...when(options.language, () => adapt('a runner', LANGUAGE_CHECKS, async ({ language }) => language && [language])),
    ...when(options.embedding, () =>
      adapt(
        'an embedder',
        [...backendChecks(EMBEDDER_INFO), ...EMBEDDER_CHECKS],
        async (s) => s.embedding && [s.embedding],
      ),
    ),
    ...when(options.rerank, () =>
      adapt('a reranker', [...backendChecks(RERANKER_INFO), ...RERANKER_CHECKS], async (s) => s.rerank && [s.rerank]),
    ),
    ...when(options.stages && place.stages, () =>
      adapt('a stage', STAGE_CHECKS, async (subject) => (await subject.contributions()).stages),
    ),
  ];
}

function when<T>(condition: unknown, make: () => T[]): T[] {
  return condition ? make() : [];
}

/** Checks of the parts of a plugin as checks of the plugin. */
function adapt<Part>(
  who: string,
  checks: Check<Part>[],
  parts: (subject: Subject) => Promise<Part[] | undefined>,
): Check<Subject>[] {
  return checks.map(({ name, run }) => ({
    name: `${who} ${name}`,
    run: async (subject) => {
      for (const part of (await parts(subject)) ?? []) await run(part);
    },
  }));
}
