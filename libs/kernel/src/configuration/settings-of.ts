import type { KernelOptions, ModelSettings } from './kernel-options.js';

/** What the configuration says of a model: by its id, or else by a name that comes with it. */
export function settingsOf(
  { models = {} }: Pick<KernelOptions, 'models'>,
  { id, aliases = [] }: { id: string; aliases?: readonly string[] },
): ModelSettings | undefined {
  const name = [id, ...aliases].find((it) => Object.hasOwn(models, it));
  return name === undefined ? undefined : models[name];
}
