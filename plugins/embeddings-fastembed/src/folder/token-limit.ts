import { type ModelFile, PluginError } from '@predict-otron/plugin-sdk';

/** What there is to know about the longest text that a model takes, in tokens. */
export interface StatedLimits {
  /** From `settings.maxTokens`: goes before what the files say. */
  setting?: number;
  /** What the model's card and files say, as far as they do. */
  stated: (number | undefined)[];
  /** Positions of the architecture, when their number is fixed: nothing goes beyond. */
  positions?: number;
}

/** Tokens of one text at most. Throws `INPUT_INVALID` for a setting that is too high, `MODEL_INVALID` for no limit. */
export function tokenLimit(file: ModelFile, { setting, stated, positions }: StatedLimits): number {
  if (setting !== undefined) {
    if (positions === undefined || setting <= positions) return setting;
    const message = `settings.maxTokens: ${setting} is more than the ${positions} positions that ${file.id} has`;
    throw new PluginError('INPUT_INVALID', message, { param: 'settings.maxTokens' });
  }
  const limits = [...stated, positions].filter((limit) => limit !== undefined);
  if (limits.length > 0) return Math.min(...limits);
  throw new PluginError('MODEL_INVALID', `${file.id} does not say how long a text may be: set settings.maxTokens`);
}
