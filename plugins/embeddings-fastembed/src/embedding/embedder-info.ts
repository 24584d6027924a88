import { type EmbedderInfo, type ModelFile, PluginError } from '@predict-otron/plugin-sdk';
import { readSettings } from '../folder/model-settings.js';
import { tokenLimit } from '../folder/token-limit.js';

/** What is known of a model before its settings are looked at. */
export interface EmbedderFacts extends Omit<EmbedderInfo, 'id' | 'matryoshkaDimensions' | 'maxTokens' | 'normalized'> {
  /** Tokens of one text at most, as its card and its files say. */
  tokenLimits: (number | undefined)[];
  /** Positions of the architecture, when their number is fixed. */
  positions?: number;
}

/** The facts with the model's settings over them. Throws `INPUT_INVALID` and `MODEL_INVALID`, naming the setting. */
export function embedderInfo(file: ModelFile, { tokenLimits, positions, ...facts }: EmbedderFacts): EmbedderInfo {
  const settings = readSettings(file, 'embed');
  const { matryoshkaDimensions = [] } = settings;
  if (matryoshkaDimensions.some((cut) => cut >= facts.dimensions)) {
    const message = `settings.matryoshkaDimensions: all must be below the ${facts.dimensions} dimensions of ${file.id}`;
    throw new PluginError('INPUT_INVALID', message, { param: 'settings.matryoshkaDimensions' });
  }
  return {
    ...facts,
    id: file.id,
    matryoshkaDimensions,
    maxTokens: tokenLimit(file, { setting: settings.maxTokens, stated: tokenLimits, positions }),
    pooling: settings.pooling ?? facts.pooling,
    normalized: settings.normalize ?? true,
    prefixes: { ...facts.prefixes, ...settings.prefixes },
  };
}
