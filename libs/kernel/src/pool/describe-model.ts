import { type ModelFile, PluginError } from '@predict-otron/plugin-sdk';
import { pluginFailure } from '../lifecycle/plugin-failure.js';
import { withTimeLimit } from '../lifecycle/time-limit.js';
import type { PluginRegistry } from '../registry/plugin-registry.js';
import { type AnyInfo, BACKEND_PARTS, type Backend, MODEL_KINDS, type ModelKind } from './model-kind.js';

/** A backend that may know a model. */
export interface BackendChoice {
  kind: ModelKind;
  plugin: string;
  /** Rises when the plugin is replaced. */
  generation?: number;
  backend: Backend;
}

/** What the best backend says of a model: its description, or why the model is broken. */
export type Description = BackendChoice & ({ info: AnyInfo } | { failure: PluginError });

/** All backends of all kinds, in the order of the plugins. */
export function backendChoices(registry: PluginRegistry): BackendChoice[] {
  return MODEL_KINDS.flatMap((kind) =>
    registry.parts(BACKEND_PARTS[kind]).map(({ plugin, generation, part }) => ({
      kind,
      plugin,
      generation,
      backend: part,
    })),
  );
}

/**
 * Asks every backend; the highest score wins, the earlier of two equal ones. Where none knows the model but one found
 * it broken or did not answer in time, that is the description. `undefined`: nobody knows it.
 */
export async function describeModel(
  file: ModelFile,
  choices: BackendChoice[],
  limitMs: number,
): Promise<Description | undefined> {
  const answers = await Promise.all(choices.map((choice) => ask(file, choice, limitMs)));
  const descriptions = answers.filter((answer) => answer !== undefined);
  return descriptions.sort((a, b) => scoreOf(b) - scoreOf(a))[0];
}

async function ask(file: ModelFile, choice: BackendChoice, limitMs: number): Promise<Description | undefined> {
  const { backend } = choice;
  try {
    const info = await withTimeLimit(`${backend.id}'s look at it`, limitMs, () => backend.describe(file));
    if (info === undefined) return undefined;
    if (Number.isFinite(info?.match?.score)) return { ...choice, info };
    throw new PluginError('INTERNAL', `${backend.id} described it without a match.score.`);
  } catch (error) {
    return { ...choice, failure: pluginFailure(error, `The look of ${backend.id} at ${file.path}`) };
  }
}

function scoreOf(description: Description): number {
  return 'info' in description ? description.info.match.score : Number.NEGATIVE_INFINITY;
}
